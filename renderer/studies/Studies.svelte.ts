/* eslint-disable svelte/prefer-svelte-reactivity -- The maps and sets here are looked up, not drawn. */
import { untrack } from "svelte";
import type {
  CollectedStudy,
  StudyProgress,
} from "../../core/contract/studies";
import { mostStudies } from "../../core/contract/settings";
import { toLabError } from "../../core/errors";
import { collectedWords } from "../../core/text/collected-words";
import type { Lab } from "../lib/api";
import { counted } from "../lib/format";
import type { Toasts } from "../lib/toasts.svelte";
import type { Preferences } from "../Preferences.svelte";

/** Milliseconds between two looks at a folder, at least: it may be on a disk that many use. */
export const pause = 15_000;

/** A folder that is slow to read is left alone for this many times as long as that took. */
const rest = 10;

/** How many problems of a collection are told one by one. */
const mostProblems = 3;

/** A study on a cluster, by its folder. */
export interface KnownStudy {
  folder: string;
  /** The last one that was read; null before. */
  progress: StudyProgress | null;
  /** Why its folder cannot be read now; null while it can. */
  trouble: string | null;
}

interface Options {
  preferences: Preferences;
  toasts: Toasts;
  /** Runs of a study came: their group, to be shown. */
  collected: (groupId: number) => Promise<void>;
}

/** The studies on a cluster that the lab knows: how far they are, and their results. */
export class Studies {
  /** The collection that goes on. */
  collecting = $state.raw<{ folder: string; share: number } | null>(null);
  /** Whether the list of them is on screen. */
  isListed = $state(false);
  /** A collection was asked for, and perhaps its folder. */
  #isAsked = false;
  #found = $state.raw<Record<string, Omit<KnownStudy, "folder">>>({});
  readonly #asked = new Set<string>();
  /** When each folder may be looked at again. */
  readonly #next = new Map<string, number>();

  constructor(
    private readonly lab: Lab,
    private readonly options: Options,
  ) {}

  /** The last one first. */
  get known(): KnownStudy[] {
    return this.options.preferences.now.studies.map((folder) => ({
      folder,
      ...(this.#found[folder] ?? { progress: null, trouble: null }),
    }));
  }

  /** A study was written to a folder, or collected from it. */
  add(folder: string) {
    const { preferences } = this.options;
    const others = preferences.now.studies.filter((one) => one !== folder);
    preferences.change({ studies: [folder, ...others].slice(0, mostStudies) });
    this.#next.delete(folder);
    void this.#look(folder);
  }

  /** Looks after a study no more; its folder stays as it is. */
  forget(folder: string) {
    const { preferences } = this.options;
    const studies = preferences.now.studies.filter((one) => one !== folder);
    preferences.change({ studies });
  }

  /** Looks at the folders now and then while the window is visible. @returns what ends it */
  watch(): () => void {
    const look = () => {
      if (document.visibilityState === "visible") void this.look();
    };
    this.isListed = true;
    // What a look finds is no reason for another one.
    untrack(look);
    const timer = setInterval(look, pause);
    return () => {
      clearInterval(timer);
      this.isListed = false;
    };
  }

  async look() {
    await Promise.all(this.known.map(({ folder }) => this.#look(folder)));
  }

  /** Brings results into the archive. @param folder of the study; the person chooses when left out */
  async collect(folder?: string) {
    if (this.#isAsked) return;
    this.#isAsked = true;
    try {
      const collected = await this.lab.studies.collect(folder);
      if (!collected) return;
      this.add(collected.folder);
      if (collected.groupId !== null && collected.added > 0)
        await this.options.collected(collected.groupId);
      this.#tell(collected);
    } catch (thrown) {
      this.options.toasts.fail(thrown);
    } finally {
      this.#isAsked = false;
    }
  }

  async cancel() {
    await this.lab.studies
      .cancel()
      .catch((thrown) => this.options.toasts.fail(thrown));
  }

  /** What main says of the collection that goes on. */
  progressed({ folder, share }: { folder: string; share: number | null }) {
    this.collecting = share === null ? null : { folder, share };
  }

  #tell(collected: CollectedStudy) {
    const { study, problems, wasCancelled } = collected;
    const words = wasCancelled
      ? `${study}: you cancelled the collection. ${counted(collected.added, "run")} were added to the archive before that.`
      : `${study}: ${collectedWords(collected)}`;
    this.options.toasts.say(words);
    const more = problems.length - mostProblems;
    const said = [
      ...problems.slice(0, mostProblems),
      ...(more > 0 ? [`And ${counted(more, "more problem")}.`] : []),
    ];
    if (said.length > 0)
      this.options.toasts.say(said.join(" "), { kind: "problem" });
  }

  /** One look at a folder at a time: one on a network may not answer for long. */
  async #look(folder: string) {
    const began = performance.now();
    if (this.#asked.has(folder) || began < (this.#next.get(folder) ?? 0))
      return;
    this.#asked.add(folder);
    const late = setTimeout(
      () => this.#put(folder, { trouble: "The folder does not answer." }),
      pause,
    );
    try {
      const progress = await this.lab.studies.status(folder);
      this.#put(folder, { progress, trouble: null });
    } catch (thrown) {
      this.#put(folder, { trouble: toLabError(thrown).message });
    } finally {
      clearTimeout(late);
      this.#asked.delete(folder);
      const now = performance.now();
      this.#next.set(folder, now + rest * (now - began));
    }
  }

  #put(folder: string, news: Partial<KnownStudy>) {
    const before = this.#found[folder] ?? { progress: null, trouble: null };
    this.#found = { ...this.#found, [folder]: { ...before, ...news } };
  }
}
