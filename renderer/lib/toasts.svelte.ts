/* eslint-disable svelte/prefer-svelte-reactivity -- Timers and reasons are looked up, not drawn. */
import { getContext, setContext, untrack } from "svelte";
import { toLabError } from "../../core/errors";
import type { Lab } from "./api";

/** News that floats over the screen until it has had time to be read. */
export interface Toast {
  id: number;
  /** A problem stays until it is closed. */
  kind: "remark" | "problem";
  words: string;
  actions: ToastAction[];
}

export interface ToastAction {
  label: string;
  run: () => unknown;
}

/** Milliseconds that a toast stays at least; with a button, and for each of its characters. */
const base = 4000;
const withButton = 6000;
const perCharacter = 80;

/** The time for which a toast stays, in milliseconds: about three times what reading it takes. */
export function readingTime({ words, actions }: Toast): number {
  return base + perCharacter * words.length + (actions.length && withButton);
}

/** What was done, one toast each, the newest last. */
export class Toasts {
  list = $state.raw<Toast[]>([]);
  #nextId = 1;
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();
  /** Why nothing may vanish now. */
  readonly #holds = new Set<string>();
  #lastFile = $state.raw<string | null>(null);

  constructor(private readonly lab: Lab) {}

  /** Takes the place of an earlier toast with the same words. @returns its id */
  say(
    words: string,
    more: Partial<Pick<Toast, "kind" | "actions">> = {},
  ): number {
    for (const { id } of this.list.filter((toast) => toast.words === words))
      this.close(id);
    const toast: Toast = {
      id: this.#nextId++,
      kind: "remark",
      words,
      actions: [],
      ...more,
    };
    this.list = [...this.list, toast];
    this.#start(toast);
    return toast.id;
  }

  /** Says why something failed. */
  fail(thrown: unknown, actions: ToastAction[] = []) {
    const { message, hint } = toLabError(thrown);
    const words = [message, hint].filter(Boolean).join(" ");
    this.say(words, { kind: "problem", actions });
  }

  /** Says where a file was saved, and offers to show it. */
  saved(path: string, words = `Saved as ${path}.`) {
    this.#lastFile = path;
    const run = () => this.showFile(path);
    this.say(words, { actions: [{ label: "Show in folder", run }] });
  }

  /** The file saved last; null before the first. */
  get lastFile(): string | null {
    return this.#lastFile;
  }

  /** Shows a file that was saved in the file manager. */
  async showFile(path: string) {
    await this.lab.files.show(path).catch((thrown) => this.fail(thrown));
  }

  /** Does what a button of a toast says. The toast has done its work then. */
  act({ id }: Toast, { run }: ToastAction) {
    this.close(id);
    run();
  }

  close(id: number) {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  /** Closes the newest one. */
  closeLast() {
    const last = this.list.at(-1);
    if (last) this.close(last.id);
  }

  /** While held for any reason, no toast vanishes; afterwards each has its whole time again. */
  hold(reason: string, isHeld: boolean) {
    const wasHeld = this.#holds.size > 0;
    if (isHeld) this.#holds.add(reason);
    else this.#holds.delete(reason);
    if (this.#holds.size > 0) {
      for (const timer of this.#timers.values()) clearTimeout(timer);
      this.#timers.clear();
    } else if (wasHeld)
      for (const toast of untrack(() => this.list)) this.#start(toast);
  }

  #start(toast: Toast) {
    if (this.#holds.size > 0 || toast.kind === "problem") return;
    const { id } = toast;
    const timer = setTimeout(() => this.close(id), readingTime(toast));
    this.#timers.set(id, timer);
  }
}

const key = Symbol("toasts");

/** Gives the toasts to all components below. */
export function provideToasts(toasts: Toasts) {
  setContext(key, toasts);
}

/** The toasts of the window. */
export function useToasts(): Toasts {
  return getContext<Toasts>(key);
}
