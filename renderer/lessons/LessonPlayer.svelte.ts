import type { RunRow } from "../../core/contract/api";
import type { ExperimentSpec } from "../../core/experiment/spec";
import {
  isDone,
  isQuestion,
  isRight,
  type Question,
  type Seen,
} from "../../core/lessons/check";
import { ownRun, type Exercise, type Stop } from "../../core/lessons/spec";
import {
  screenOf,
  type LessonScreen,
  type TargetName,
} from "../../core/lessons/targets";
import { Kept, type Store } from "../lib/kept.svelte";
import { Task } from "../lib/task.svelte";
import type { LessonShelf, ShelvedLesson } from "./LessonShelf.svelte";
import { ownRuns, runOf } from "./own-runs";
import { begun, lessonChoices, type Progress } from "./progress";
import { bring, light } from "./spotlight";

/** What a lesson sees of the lab, and does in it. */
export interface LessonHost {
  readonly screen: LessonScreen | null;
  readonly rows: readonly RunRow[];
  readonly held: number | null;
  readonly compared: number;
  readonly design: ExperimentSpec;
  /** Opens a screen, that of a run at the run. */
  go(screen: LessonScreen, run: number | null): void;
  /** Puts the slider of the run on screen to a step. */
  hold(step: number): void;
  /** Opens what is closed over a target on its screen. */
  reveal(target: TargetName): void;
  start(spec: ExperimentSpec): Promise<RunRow>;
  say(sentence: string): void;
}

/** A stop, or the exercise as the last one. */
export type Entry = (Stop | Exercise) & { title: string };

/** Plays a lesson: one stop after the other, with their tasks. */
export class LessonPlayer {
  /** Starts the runs of the lesson, and opens its screens. */
  readonly task = new Task();
  /** The run that the stop is about, by its number. */
  subjectId = $state<number | null>(null);
  /** Whether the last answer to the question on screen was wrong, or could not be checked. */
  verdict = $state<"wrong" | "unknown" | null>(null);
  /** Why nothing is shown of a stop that points at something. */
  missing = $state<"own" | "lesson" | null>(null);
  readonly #shelf: LessonShelf;
  readonly #host: LessonHost;
  readonly #kept;
  /** The stop that is being gone to, by a number of its own. */
  #visit = 0;

  constructor(shelf: LessonShelf, store: Store, host: LessonHost) {
    this.#shelf = shelf;
    this.#host = host;
    this.#kept = new Kept(store, "lessons", lessonChoices);
  }

  /** The lesson on screen; null for none. */
  get now(): ShelvedLesson | null {
    const { open } = this.#kept.now;
    return open === null ? null : (this.#shelf.find(open) ?? null);
  }

  get entries(): Entry[] {
    const { stops = [], exercise } = this.now?.lesson ?? {};
    return exercise ? [...stops, { ...exercise, title: "Exercise" }] : stops;
  }

  get at(): number {
    return Math.min(this.progress.at, Math.max(0, this.entries.length - 1));
  }

  get entry(): Entry | null {
    return this.entries[this.at] ?? null;
  }

  get progress(): Progress {
    return this.progressOf(this.#kept.now.open ?? "") ?? begun(0);
  }

  /** How far a lesson is; null where it was not begun. */
  progressOf(id: string): Progress | null {
    return this.#kept.now.progress[id] ?? null;
  }

  get showsNotes(): boolean {
    return this.#kept.now.notes;
  }

  set showsNotes(notes: boolean) {
    this.#kept.change({ notes });
  }

  isSolved(index: number): boolean {
    return this.progress.solved.includes(index);
  }

  /** Whether the expected answer of the exercise is shown. */
  get isTold(): boolean {
    return this.progress.told.includes(this.at) || this.isSolved(this.at);
  }

  get subject(): RunRow | null {
    return this.#host.rows.find(({ id }) => id === this.subjectId) ?? null;
  }

  /** Opens a lesson where it was left, or at its beginning. */
  play(id: string) {
    const { progress } = this.#kept.now;
    const known = progress[id] ?? begun(Date.now());
    this.#kept.change({ open: id, progress: { ...progress, [id]: known } });
    void this.arrive();
  }

  /** Forgets the answers of a lesson, and begins it anew. */
  restart(id: string) {
    const progress = { ...this.#kept.now.progress, [id]: begun(Date.now()) };
    this.#kept.change({ progress });
    this.play(id);
  }

  /** After the start of the program: what was open is open again, where the person is. */
  resume() {
    const { entry } = this;
    if (!entry) return;
    // The first launch opens a lesson that was never begun.
    const { open, progress } = this.#kept.now;
    if (open !== null && !progress[open])
      this.#kept.change({
        progress: { ...progress, [open]: begun(Date.now()) },
      });
    const isHere = entry.show && screenOf(entry.show) === this.#host.screen;
    void this.arrive({ moves: isHere ?? false, starts: false });
  }

  leave() {
    this.#visit++;
    this.#kept.change({ open: null });
    light(null);
  }

  /** The progress of a lesson that is removed is forgotten. */
  forget(id: string) {
    if (this.#kept.now.open === id) this.leave();
    const rest = Object.entries(this.#kept.now.progress);
    this.#kept.change({
      progress: Object.fromEntries(rest.filter(([key]) => key !== id)),
    });
  }

  to(index: number) {
    if (index < 0 || index >= this.entries.length) return;
    this.#change({ at: index });
    void this.arrive();
  }

  /**
   * Goes to what the stop speaks of, and speaks.
   * @param moves whether screens may be opened
   * @param starts whether a run of the lesson is started where there is none
   */
  async arrive({ moves = true, starts = true } = {}) {
    const visit = ++this.#visit;
    const isWanted = () => this.#visit === visit;
    const { entry } = this;
    this.verdict = null;
    this.missing = null;
    this.subjectId = this.#subjectOf(entry)?.id ?? null;
    light(null);
    if (!entry) return;
    await this.task.run(async () => {
      if (moves) await this.#open(entry, starts, isWanted);
      const { show } = entry;
      if (show && isWanted() && !this.missing && (await bring(show, isWanted)))
        light(show);
    });
    if (isWanted()) this.#host.say(`${entry.title}. ${entry.text}`);
  }

  /** Keeps the light on while screens are drawn anew. */
  relight() {
    const { entry } = this;
    if (entry) light(entry.show ?? null);
  }

  /** Notes a task that the person has solved by what they did; called whenever something changed. */
  watch() {
    const { entry, at } = this;
    const task = entry?.task;
    if (!task || isQuestion(task) || this.isSolved(at)) return;
    if (isDone(task, this.#seen())) this.#solve(at);
  }

  answer(task: Question, answer: string) {
    const right = isRight(task, answer, this.subject);
    this.#change({
      answers: { ...this.progress.answers, [this.at]: answer.slice(0, 300) },
    });
    this.verdict = right === null ? "unknown" : right ? null : "wrong";
    if (right) this.#solve(this.at);
    else this.#host.say(this.verdict === "wrong" ? "Not right yet." : "");
  }

  /** Shows the expected answer of the exercise. */
  tell() {
    this.#change({ told: [...this.progress.told, this.at] });
  }

  #solve(index: number) {
    this.#change({ solved: [...this.progress.solved, index] });
    const { task } = this.entries[index];
    this.#host.say(`Solved. ${task?.why ?? ""}`);
  }

  #change(changes: Partial<Progress>) {
    const { open, progress } = this.#kept.now;
    if (open === null) return;
    const now = { ...this.progress, ...changes };
    this.#kept.change({ progress: { ...progress, [open]: now } });
  }

  get #experiments(): Record<string, ExperimentSpec> {
    return this.now?.lesson.experiments ?? {};
  }

  /** The experiment that a stop is about; undefined for a run of the person's, and for none. */
  #experimentOf(entry: Entry): ExperimentSpec | undefined {
    const [first] = Object.keys(this.#experiments);
    return this.#experiments[entry.run ?? first ?? ""];
  }

  #own(): RunRow[] {
    const specs = Object.values(this.#experiments);
    return ownRuns(this.#host.rows, this.progress.since, specs);
  }

  #subjectOf(entry: Entry | null): RunRow | undefined {
    if (!entry) return undefined;
    if (entry.run === ownRun) return this.#own()[0];
    const spec = this.#experimentOf(entry);
    return spec && runOf(spec, this.#host.rows);
  }

  /** Opens the screen of a stop, with its run, which is started where there is none. */
  async #open(entry: Entry, starts: boolean, isWanted: () => boolean) {
    const { show } = entry;
    const screen = show && screenOf(show);
    if (!screen) return;
    if (screen === "run" && this.subjectId === null) {
      const spec = this.#experimentOf(entry);
      this.missing = !spec ? "own" : starts ? null : "lesson";
      if (!spec || this.missing) return;
      const { id } = await this.#host.start(spec);
      // The person may have gone on while it was stored.
      if (!isWanted()) return;
      this.subjectId = id;
    }
    this.#host.go(screen, screen === "run" ? this.subjectId : null);
    if ("step" in entry && entry.step !== undefined)
      this.#host.hold(entry.step);
    this.#host.reveal(show);
  }

  #seen(): Seen {
    const { screen, held, compared, design } = this.#host;
    const { subject } = this;
    return { screen, subject, started: this.#own(), held, compared, design };
  }
}
