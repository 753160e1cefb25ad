/* eslint-disable svelte/prefer-svelte-reactivity -- The maps here are looked up, not drawn. */
import type {
  AppInfo,
  Engines,
  ImportReply,
  LabEvents,
  RunRow,
} from "../core/contract/api";
import type { StartNotice } from "../core/contract/care";
import type { TensorflowState } from "../core/contract/engine";
import { LabFailure, toLabError, type LabError } from "../core/errors";
import type { Again } from "../core/experiment/again";
import { requireExperiment } from "../core/experiment/validate";
import { Care } from "./care/Care.svelte";
import { FigureDesk } from "./figures/FigureDesk.svelte";
import { Rescue } from "./care/Rescue.svelte";
import { Announcer } from "./lib/announcer.svelte";
import type { Lab } from "./lib/api";
import { Places } from "./lib/places.svelte";
import { Task } from "./lib/task.svelte";
import { Toasts } from "./lib/toasts.svelte";
import { UndoStack } from "./lib/undo.svelte";
import { statusSentence, statusWords } from "./lib/status";
import { commandsOf } from "./commands";
import { Keyboard } from "./Keyboard.svelte";
import { Preferences } from "./Preferences.svelte";
import { SidebarState } from "./SidebarState.svelte";
import { BulkEdit } from "./screens/archive/BulkEdit";
import { Bin } from "./screens/archive/Bin.svelte";
import { ArchiveController } from "./screens/archive/Controller.svelte";
import { Exchange } from "./screens/archive/Exchange.svelte";
import { importWords } from "./screens/archive/import-words";
import { TableController } from "./screens/archive/TableController.svelte";
import { finishedSentence, Groups } from "./Groups.svelte";
import { QueueController } from "./Queue.svelte";
import { CompareController } from "./screens/compare/Controller.svelte";
import type { Deck } from "./present/deck";
import { runDeck } from "./present/run-deck";
import type { LessonScreen } from "../core/lessons/targets";
import { LessonPlayer } from "./lessons/LessonPlayer.svelte";
import { LessonShelf, type ShelvedLesson } from "./lessons/LessonShelf.svelte";
import { revealed } from "./lessons/reveal";
import { DesignController } from "./screens/design/Controller.svelte";
import { StudyDesk } from "./screens/design/StudyDesk.svelte";
import { Studies } from "./studies/Studies.svelte";
import { FileDrop } from "./drop/FileDrop.svelte";
import { TheoryController } from "./screens/theory/Controller.svelte";
import { Folds } from "./screens/theory/Folds.svelte";
import { Look } from "./screens/live/Look.svelte";
import { pageChoices } from "./screens/live/PageChoices.svelte";
import { LiveController } from "./screens/live/Controller.svelte";

export type Screen =
  "opening" | "welcome" | "design" | "live" | "archive" | "compare" | "theory";

/** A screen, with its run where it has one. */
interface Place {
  screen: Screen;
  run: number | null;
}

/** What can lie over the screen. */
export type SheetName =
  | "keys"
  | "settings"
  | "glossary"
  | "palette"
  | "lessons"
  | "animation"
  | "figure"
  | "archive-care"
  | "docs"
  | "about";

/** The screens that lessons know, by the names that they have there. */
const screensOfLessons: Partial<Record<Screen, LessonScreen>> = {
  design: "design",
  live: "run",
  archive: "archive",
  compare: "compare",
  theory: "theory",
};

/** What is on screen; passes on what the main process reports. */
export class AppController {
  screen = $state<Screen>("opening");
  /** Why nothing can be shown at all. */
  blocked = $state.raw<LabError | null>(null);
  /** The ways out, when it is the archive. */
  rescue = $state.raw<Rescue | null>(null);
  /** What happened when the lab was last open, until it has been read. */
  notice = $state.raw<StartNotice | null>(null);
  info = $state.raw<AppInfo | null>(null);
  engines = $state.raw<Engines>({
    states: [{ state: "starting" }],
    hasRoom: false,
  });
  /** As reported last, when an engine was idle. */
  tensorflow = $state.raw<TensorflowState | null>(null);
  /** What was asked for outside the screen that it belongs to. */
  readonly task = new Task();
  live = $state.raw<LiveController | null>(null);
  sheet = $state<SheetName | null>(null);
  /** What is presented in place of the screen; null for nothing. */
  presented = $state.raw<Deck | null>(null);
  /** What the glossary is opened at; empty for all of it. */
  word = $state("");
  readonly announcer = new Announcer();
  /** Runs on the compare screen. */
  compared = $state.raw<number[]>([]);
  readonly preferences: Preferences;
  readonly sidebar: SidebarState;
  readonly keyboard: Keyboard;
  /** What can be done now, with the keys in force. */
  readonly commands = $derived.by(() => commandsOf(this));
  readonly archive: ArchiveController;
  readonly queue: QueueController;
  readonly groups: Groups;
  readonly table: TableController;
  readonly bin: Bin;
  readonly exchange: Exchange;
  readonly edit: BulkEdit;
  readonly toasts: Toasts;
  readonly undo: UndoStack;
  readonly figures: FigureDesk;
  readonly care: Care;
  readonly design: DesignController;
  readonly desk: StudyDesk;
  readonly studies: Studies;
  readonly theory: TheoryController;
  readonly folds: Folds;
  readonly drop: FileDrop;
  readonly compare: CompareController;
  readonly shelf: LessonShelf;
  readonly lessons: LessonPlayer;
  readonly places = new Places<Place>(
    (a, b) => a.screen === b.screen && a.run === b.run,
  );
  /** How far each place is scrolled. */
  readonly scrolls = new Map<string, number>();
  /** How each run is looked at, by its id. */
  readonly #looks = new Map<number, Look>();
  #stopListening: (() => void)[] = [];
  #isRestored = false;

  constructor(readonly lab: Lab) {
    this.preferences = new Preferences(lab);
    this.sidebar = new SidebarState(this.preferences);
    this.keyboard = new Keyboard(this.preferences, () => this.commands);
    this.archive = new ArchiveController(lab, (rows) =>
      this.table.prepare(rows),
    );
    this.groups = new Groups(
      () => this.archive.rows,
      () => this.engines.states.length,
      (group) => {
        const run = () => this.showCompare(group.runs);
        const actions = [{ label: "Show result", run }];
        this.toasts.say(finishedSentence(group), { actions });
      },
    );
    this.queue = new QueueController(lab, () => this.archive.rows);
    this.table = new TableController(this.archive, (layout) =>
      this.preferences.change({ archive: { ...layout } }),
    );
    this.toasts = new Toasts(lab);
    this.undo = new UndoStack(this.toasts);
    this.figures = new FigureDesk(
      lab,
      this.preferences,
      this.toasts,
      (isOpen) => (this.sheet = isOpen ? "figure" : null),
    );
    this.bin = new Bin(lab, this.undo);
    this.edit = new BulkEdit(lab, (done) => this.undo.push(done));
    this.exchange = new Exchange(lab, this.toasts, (reply) =>
      this.showRuns(this.#imported(reply)),
    );
    this.care = new Care(lab);
    this.compare = new CompareController(lab, (choices) =>
      this.preferences.change({ compare: { ...choices } }),
    );
    this.design = new DesignController(lab, (rows) => this.#started(rows));
    this.studies = new Studies(lab, {
      preferences: this.preferences,
      toasts: this.toasts,
      collected: (groupId) => this.#collected(groupId),
    });
    this.desk = new StudyDesk(lab, {
      design: this.design,
      toasts: this.toasts,
      written: (folder) => this.studies.add(folder),
    });
    this.theory = new TheoryController(lab, () => this.archive.rows);
    this.folds = new Folds(this.preferences);
    this.drop = new FileDrop(lab, {
      design: this.design,
      opening: () => {
        this.sheet = null;
        this.presented = null;
      },
      designed: () => this.newRun(),
      imported: (reply) => {
        const ids = this.#imported(reply);
        if (ids.length > 1) this.showRuns(ids);
        else this.show(ids[0]);
      },
      study: async (path) => void (await this.desk.read(path)),
      lesson: async (text) => {
        const { id } = await this.shelf.add(text);
        this.lessons.play(id);
      },
      refused: (error) => this.toasts.fail(new LabFailure(error)),
    });
    this.shelf = new LessonShelf(lab);
    this.lessons = new LessonPlayer(this.shelf, this.preferences, this.#host());
  }

  /** Listens first and asks afterwards, so that nothing is missed in between. */
  async open() {
    this.close();
    this.#stopListening = [
      this.lab.on("runChanged", (row) => this.#runChanged(row)),
      this.lab.on("runsChanged", (rows) => this.#runsChanged(rows)),
      this.lab.on("runsRemoved", ({ ids }) => this.#runsRemoved(ids)),
      this.lab.on("seriesGrew", (growth) => this.#seriesGrew(growth)),
      this.lab.on("analysisChanged", (report) => this.theory.changed(report)),
      this.lab.on("readingChanged", ({ share }) =>
        this.design.look.progressed(share),
      ),
      this.lab.on("collectingChanged", (news) => this.studies.progressed(news)),
      this.lab.on("enginesChanged", (now) => this.#enginesChanged(now)),
      this.lab.on("filesWaiting", () => this.#takeFiles()),
      this.lab.on("archiveFailed", (error) => this.#block(error)),
      this.lab.on("menuChosen", (choice) => this.#menuChosen(choice)),
    ];
    try {
      this.info = await this.lab.app.info();
      this.#enginesChanged(this.info.engines);
      await this.archive.load();
      await this.preferences.load();
      await this.#findPlace();
      this.groups.changed();
      await this.shelf.load();
    } catch (thrown) {
      this.#block(toLabError(thrown));
      return;
    }
    if (this.blocked) this.#unblock();
    void this.#tellNotice();
    // A person who has already gone somewhere, by key or by a dropped file, stays there.
    this.#restore();
    if (this.screen === "opening") this.#comeBack();
    this.lessons.resume();
    this.#takeFiles();
  }

  /** Takes the files that were opened with the program, once there is something to show them on. */
  #takeFiles() {
    if (this.#isRestored && !this.blocked) void this.drop.takeWaiting();
  }

  /** Presents the charts of the run on screen. */
  presentRun() {
    if (this.live?.run && this.live.run.rows.steps > 0)
      this.presented = runDeck(this.live);
  }

  /** What lessons see of the lab, and do in it. */
  #host(): ConstructorParameters<typeof LessonPlayer>[2] {
    const go = (screen: LessonScreen, run: number | null) => {
      if (screen === "run") return void (run !== null && this.show(run));
      if (screen === "design") this.newRun();
      else if (screen === "archive") this.showArchive();
      else if (screen === "compare") this.showCompare();
      else this.showTheory();
    };
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- The getters have a this of their own.
    const app = this;
    return {
      get screen() {
        return screensOfLessons[app.screen] ?? null;
      },
      get rows() {
        return app.archive.rows;
      },
      get held() {
        return app.live?.held ?? null;
      },
      get compared() {
        return app.compared.length;
      },
      get design() {
        return app.design.spec;
      },
      go,
      hold: (step) => this.live?.hold(step),
      reveal: (target) => revealed(target, this.design, this.live),
      start: async (spec) => {
        const row = await this.lab.queue.start(spec);
        this.#runChanged(row);
        return row;
      },
      say: (sentence) => this.announcer.say(sentence),
    };
  }

  /** Saves a lesson as a file, for a teacher to begin with. */
  saveLesson({ lesson, text }: ShelvedLesson) {
    return this.task.run(async () => {
      const file = {
        name: lesson.lesson,
        kind: "edgelab.json" as const,
        data: text,
      };
      const path = await this.lab.files.save(file);
      if (path !== null) this.toasts.saved(path);
    });
  }

  /** Takes a lesson off the list; with Undo, as long as the file's text is known. */
  async removeLesson({ id, lesson, text }: ShelvedLesson) {
    await this.shelf.remove(id);
    this.lessons.forget(id);
    this.undo.push({
      words: `Removed the lesson “${lesson.lesson}”.`,
      undo: async () => void (await this.shelf.add(text)),
    });
  }

  /** The archive cannot be used: closes everything on screen. */
  #block(error: LabError) {
    // Reports that are still on their way could not be answered.
    this.close();
    this.sheet = null;
    this.blocked = error;
    if (!error.code.startsWith("archive")) this.rescue = null;
    else if (this.rescue) void this.rescue.meet(error);
    else {
      this.rescue = new Rescue(this.lab, error, () => this.open());
      void this.rescue.look();
    }
  }

  #unblock() {
    this.blocked = null;
    this.rescue = null;
    // Reports may have been missed meanwhile.
    void this.live?.open();
  }

  async #tellNotice() {
    // A notice that cannot be read is not worth an error.
    this.notice = await this.lab.archive.startNotice().catch(() => null);
    if (this.notice) this.announcer.say(this.notice.message);
  }

  close() {
    for (const stop of this.#stopListening) stop();
    this.#stopListening = [];
  }

  show(id: number) {
    this.#go("live", { run: id });
    if (this.live?.id === id) return;
    this.live?.close();
    const look = this.#looks.get(id) ?? new Look(pageChoices(this.preferences));
    this.#looks.set(id, look);
    this.live = new LiveController(this.lab, id, look, this.toasts);
    this.archive.moveTo(this.archive.rows.findIndex((row) => row.id === id));
    void this.live.open();
  }

  newRun() {
    this.#go("design");
  }

  showArchive() {
    this.#go("archive");
  }

  /** Compares the runs named, or those compared last. */
  showCompare(ids?: number[]) {
    // Without any it changes nothing: what was compared last may still be on its way from the disk.
    if (ids) this.compared = ids;
    this.#go("compare", ids ? { compared: ids } : {});
  }

  /** The theory beside a run: the one on screen, or the last one. */
  showTheory(id = this.shownId ?? undefined) {
    this.#go("theory");
    void this.theory.choose(id);
  }

  /** Compares the runs selected in the archive; one alone, or the run on screen, is added. */
  compareSelected() {
    const selected = this.table.selected.map(({ id }) => id);
    this.compareRuns(
      this.screen === "archive" ? selected : [this.shownId ?? []].flat(),
    );
  }

  /** Opens the comparison: of several runs, of those before and one more, or as it was. */
  compareRuns(ids: number[]) {
    if (ids.length > 1) this.showCompare(ids);
    else if (ids.length === 1) this.addToComparison(ids[0]);
    else this.showCompare();
  }

  /** Opens the comparison with one more run. */
  addToComparison(id: number) {
    const before = this.compared;
    if (before.includes(id)) {
      this.showCompare();
      return;
    }
    this.showCompare([...before, id]);
    this.undo.push({
      words: `Added “${this.archive.find(id)?.name}” to the comparison.`,
      undo: async () => {
        this.compared = before;
        this.preferences.change({ compared: before });
      },
    });
  }

  /** Opens the glossary, at a word or at its beginning. */
  explain(word = "") {
    this.word = word;
    this.sheet = "glossary";
  }

  /** Opens the start panel with the settings of a run. */
  clone({ name, spec }: RunRow) {
    return this.task.run(async () => {
      // A run of an older version lacks what has come since.
      const complete = requireExperiment({ ...spec, name });
      this.design.choose({
        id: "clone",
        title: name,
        spec: complete,
      });
      this.newRun();
    });
  }

  /** Does the experiment of a run again, and shows it. */
  reproduce(id: number) {
    return this.#begun(() => this.lab.queue.reproduce(id));
  }

  /** Lets a changed experiment wait for its turn, and shows it. */
  again({ spec }: Again) {
    return this.#begun(() => this.lab.queue.start(spec));
  }

  #begun(begin: () => Promise<RunRow>) {
    return this.task.run(async () => {
      this.#started([await begin()]);
    });
  }

  /** The runs started together with the one on screen, in that order; none when it was alone. */
  get group(): number[] {
    const groupId = this.live?.run?.groupId ?? null;
    if (groupId === null) return [];
    const rows = this.archive.rows.filter((row) => row.groupId === groupId);
    return rows.map(({ id }) => id).sort((a, b) => a - b);
  }

  /** The run on screen, if one is. */
  get shownId(): number | null {
    return this.screen === "live" ? (this.live?.id ?? null) : null;
  }

  stop(id: number) {
    return this.task.run(() => this.lab.runs.stop(id));
  }

  #runChanged(row: RunRow) {
    const before = this.archive.put(row);
    this.groups.changed();
    if (this.live?.id === row.id) void this.live.changed(row);
    if (before && before.status !== row.status)
      this.announcer.say(
        `${row.name}: ${statusWords[row.status]}. ${statusSentence(row)}`,
      );
  }

  #runsChanged(rows: RunRow[]) {
    this.archive.putAll(rows);
    const shown = rows.find(({ id }) => id === this.live?.id);
    if (shown) void this.live?.changed(shown);
  }

  /** The choices of the last session, once; wherever the person has gone meanwhile. */
  #restore() {
    if (this.#isRestored) return;
    this.#isRestored = true;
    const { compared, archive, compare } = this.preferences.now;
    this.table.restore(archive);
    this.compare.restore(compare);
    if (this.compared.length === 0)
      this.compared = compared.filter((id) => this.archive.find(id));
  }

  /** Waits for the old runs too where the person was at one of them. */
  async #findPlace() {
    const { whole } = this.archive;
    whole.catch((thrown: unknown) => this.#block(toLabError(thrown)));
    const { run, compared } = this.preferences.now;
    if (![run ?? [], compared].flat().every((id) => this.archive.find(id)))
      await whole;
  }

  /** Where the person was when the window was closed, as far as it is still there. */
  #comeBack() {
    const { screen, run } = this.preferences.now;
    const known = run === null ? undefined : this.archive.find(run);
    const first = known ?? this.archive.active ?? this.archive.rows[0];
    if (screen === "design") this.newRun();
    else if (!first) this.screen = "welcome";
    else if (screen === "archive") this.showArchive();
    else if (screen === "compare") this.showCompare();
    else if (screen === "theory") this.showTheory(first.id);
    else this.show(first.id);
  }

  /** On the archive screen with these runs selected. */
  showRuns(ids: number[]) {
    this.table.select(ids);
    this.showArchive();
  }

  /** Shows the first of the runs that were just started; all are selected in the archive. */
  #started(rows: RunRow[]) {
    // The others are told by events.
    this.#runChanged(rows[0]);
    this.table.grid.selection.select(rows.map(({ id }) => id));
    this.show(rows[0].id);
  }

  /** Runs came in from files. @returns their numbers */
  #imported(reply: ImportReply): number[] {
    const added = reply.added.map(({ id }) => id);
    const ids = [...added, ...reply.present.map(({ id }) => id)];
    this.table.grid.selection.select(ids);
    const words = importWords(reply);
    if (added.length === 0) this.toasts.say(words);
    else this.undo.push({ words, undo: () => this.lab.runs.remove(added) });
    return ids;
  }

  /** Runs of a study came into the archive: the list with the new ones selected. */
  async #collected(groupId: number) {
    const before = new Set(this.archive.rows.map(({ id }) => id));
    await this.archive.load();
    await this.archive.whole;
    const came = this.archive.rows.filter(
      (row) => row.groupId === groupId && !before.has(row.id),
    );
    if (came.length > 0) this.showRuns(came.map(({ id }) => id));
  }

  #goTo(screen: "new" | "archive" | "compare" | "theory") {
    this.sheet = null;
    if (screen === "new") this.newRun();
    else if (screen === "archive") this.showArchive();
    else if (screen === "compare") this.compareSelected();
    else this.showTheory();
  }

  #menuChosen(choice: LabEvents["menuChosen"]) {
    if (this.blocked) return;
    if ("screen" in choice) return this.#goTo(choice.screen);
    if ("collect" in choice) return void this.studies.collect();
    this.sheet = choice.sheet;
    if (choice.sheet === "archive-care" && choice.begin)
      void this.care[choice.begin]();
  }

  /** Every way to a screen, so that it is remembered. */
  #go(screen: Screen, more: { run?: number; compared?: number[] } = {}) {
    this.task.failure = null;
    this.sidebar.uncover();
    this.screen = screen;
    this.places.visit({ screen, run: more.run ?? null });
    this.preferences.change({ screen, ...more });
  }

  /** To where the person was before. */
  back() {
    this.#return(this.places.back());
  }

  /** To where the person was before they went back. */
  forward() {
    this.#return(this.places.forward());
  }

  #return(place: Place | null) {
    if (!place) return;
    const { screen, run } = place;
    if (run !== null) this.show(run);
    else if (screen === "theory") this.showTheory(this.theory.run?.id);
    else this.#go(screen);
  }

  #runsRemoved(ids: number[]) {
    this.archive.remove(ids);
    this.groups.changed();
    this.places.forget(({ run }) => run !== null && ids.includes(run));
    this.compared = this.compared.filter((id) => !ids.includes(id));
    if (!this.live || !ids.includes(this.live.id)) return;
    this.live.close();
    this.live = null;
    if (this.screen === "live") this.showArchive();
  }

  #seriesGrew(growth: LabEvents["seriesGrew"]) {
    if (this.live?.id === growth.runId) this.live.grew(growth);
    const crossing = growth.events.find(({ kind }) => kind === "crossing");
    if (!crossing) return;
    const name = this.archive.find(growth.runId)?.name;
    this.announcer.say([name, crossing.message].filter(Boolean).join(": "));
  }

  #enginesChanged(engines: Engines) {
    this.engines = engines;
    for (const each of engines.states)
      if (each.state === "idle") this.tensorflow = each.tensorflow;
  }
}
