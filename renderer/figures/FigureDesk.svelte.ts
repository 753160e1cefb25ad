/* eslint-disable svelte/prefer-svelte-reactivity -- What was written is looked up, not drawn. */
import { getContext, setContext } from "svelte";
import type { Lab } from "../lib/api";
import { Kept, type Store } from "../lib/kept.svelte";
import { Task } from "../lib/task.svelte";
import type { Toasts } from "../lib/toasts.svelte";
import type { Figure, FigureChoice } from "./figure";
import {
  formatFields,
  inMm,
  presets,
  problemsOf,
  type Format,
  type PresetName,
  type SizeField,
} from "./format";
import { NoRoom, textsOf, type Texts } from "./layout";
import { figurePng } from "./png";
import { figureSvg } from "./svg";

type FileKind = "png" | "svg" | "pdf";

/** The one place where charts become figures: which one, how it is to look, and where it goes. */
export class FigureDesk {
  choices = $state.raw<FigureChoice[]>([]);
  figure = $state.raw<Figure | null>(null);
  /** What the person wrote on it. */
  texts = $state.raw<Texts>({ title: "", x: "", y: [] });
  readonly task = new Task();
  readonly #lab: Lab;
  readonly #toasts: Toasts;
  readonly #sheet: (isOpen: boolean) => void;
  readonly #format: Kept<typeof formatFields>;
  #key = $state("");
  /** Fields with something in them that is no size. */
  #unread = $state.raw<readonly SizeField[]>([]);
  /** What was written on the figures before, by what they said of themselves. */
  readonly #written = new Map<string, Texts>();

  /** @param sheet opens or closes the dialog */
  constructor(
    lab: Lab,
    store: Store,
    toasts: Toasts,
    sheet: (isOpen: boolean) => void,
  ) {
    this.#lab = lab;
    this.#toasts = toasts;
    this.#sheet = sheet;
    this.#format = new Kept(store, "figure", formatFields);
  }

  /** Opens the dialog. @param key of the figure that is chosen at first */
  open(choices: FigureChoice[], key = choices.at(0)?.key) {
    if (key === undefined) return;
    this.choices = choices;
    this.figure = null;
    this.#sheet(true);
    void this.choose(key);
  }

  get key(): string {
    return this.#key;
  }

  async choose(key: string) {
    this.#key = key;
    await this.task.run(async () => {
      const choice = this.choices.find((one) => one.key === key);
      const { version } = await this.#lab.app.info();
      const figure = (await choice?.make(version)) ?? null;
      if (this.#key !== key) return;
      this.figure = figure;
      if (figure)
        this.texts = this.#written.get(nameOf(figure)) ?? textsOf(figure);
    });
  }

  get format(): Format {
    return this.#format.now;
  }

  /** Other sizes than those of a preset are custom. */
  change(changes: Partial<Format>) {
    const isSized = ["unit", "width", "height"].some((name) => name in changes);
    this.#format.change({
      ...(isSized && { preset: "custom" as const }),
      ...changes,
    });
  }

  /** A size as it was written; an empty height is an automatic one. */
  resize(field: SizeField, written: string) {
    this.forget(field);
    const text = written.trim().replace(",", ".");
    if (text === "" && field === "height") return this.change({ height: null });
    const value = Number(text);
    if (value > 0 && Number.isFinite(value)) this.change({ [field]: value });
    else this.#unread = [...this.#unread, field];
  }

  /** What was written into a field no longer counts. */
  forget(field: SizeField) {
    this.#unread = this.#unread.filter((other) => other !== field);
  }

  preset(preset: PresetName) {
    this.#format.change({ preset, ...presets[preset].sized });
  }

  write(changes: Partial<Texts>) {
    this.texts = { ...this.texts, ...changes };
    if (this.figure) this.#written.set(nameOf(this.figure), this.texts);
  }

  /** Takes back what was written. */
  rewrite() {
    if (!this.figure) return;
    this.#written.delete(nameOf(this.figure));
    this.texts = textsOf(this.figure);
  }

  readonly problems = $derived.by(() =>
    problemsOf({
      ...this.format,
      ...Object.fromEntries(this.#unread.map((field) => [field, NaN])),
    }),
  );

  /** What is shown, or why there is nothing to show. */
  readonly preview = $derived.by(() => {
    const { figure, texts, format } = this;
    if (!figure || Object.keys(this.problems).length > 0) return null;
    try {
      return figureSvg(figure, texts, format, { name: "preview" });
    } catch (thrown) {
      if (thrown instanceof NoRoom) return thrown.message;
      throw thrown;
    }
  });

  get isReady(): boolean {
    return this.preview !== null && typeof this.preview !== "string";
  }

  save(kind: FileKind) {
    return this.task.once(async () => {
      if (!this.figure) return;
      const path = await this.#saved(this.figure, kind);
      if (path === null) return;
      this.#toasts.saved(path);
      this.#sheet(false);
    });
  }

  copy() {
    return this.task.once(async () => {
      if (!this.figure) return;
      const png = await figurePng(this.figure, this.texts, this.format);
      await this.#lab.files.copyPicture(png);
      this.#toasts.say("The figure is on the clipboard, as a picture.");
      this.#sheet(false);
    });
  }

  async #saved(figure: Figure, kind: FileKind): Promise<string | null> {
    const { texts, format } = this;
    const { files } = this.#lab;
    const label = this.choices.find(({ key }) => key === this.#key)?.label;
    const name = (label ?? figure.title).replace(/[^\w ]+/g, "").trim();
    if (kind === "png") {
      const data = await figurePng(figure, texts, format);
      return files.save({ name, kind, data });
    }
    // Loaded when wanted: the typeface as shapes is most of a megabyte.
    const { outlined } = await import("./outlines");
    const { svg, width, height } = figureSvg(figure, texts, format, {
      outline: outlined,
    });
    if (kind === "svg") return files.save({ name, kind, data: svg });
    return files.savePdf({
      name,
      svg,
      width: inMm(format, width),
      height: inMm(format, height),
    });
  }
}

/** What tells a figure from others: the words that it comes with. */
function nameOf(figure: Figure): string {
  return JSON.stringify(textsOf(figure));
}

const key = Symbol("figures");

/** Gives the desk to all components below. */
export function provideFigures(desk: FigureDesk) {
  setContext(key, desk);
}

/** Where the figures of the window are made. */
export function useFigures(): FigureDesk {
  return getContext<FigureDesk>(key);
}
