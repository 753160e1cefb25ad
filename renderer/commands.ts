import { againWith } from "../core/experiment/again";
import { isRunnable } from "../core/experiment/spec";
import type { AppController } from "./AppController.svelte";
import type { Command } from "./lib/commands";
import { againWords, cloneWords } from "./lib/fork-words";
import { withChosenKeys } from "./lib/keys";
import { isActive } from "./lib/status";
import { isOver } from "../core/run/status";
import { figureChoices as comparedFigures } from "./screens/compare/figures";
import { saveReport } from "./screens/compare/report";
import { figureChoices as figuresOfRun } from "./screens/live/figures";

/** What can be done on the screen as it is, with the keys that the person chose. */
export function commandsOf(app: AppController): Command[] {
  return table(app).map((command) =>
    withChosenKeys(command, app.preferences.now),
  );
}

/** The one table of commands, with the keys that they have from the start. */
function table(app: AppController): Command[] {
  return [
    { id: "new-run", title: "New run", keys: ["N"], run: () => app.newRun() },
    {
      id: "archive",
      title: "Archive",
      keys: ["A"],
      run: () => app.showArchive(),
    },
    {
      id: "compare",
      title: "Compare",
      keys: ["C"],
      run: () => app.compareSelected(),
    },
    { id: "theory", title: "Theory", keys: ["T"], run: () => app.showTheory() },
    {
      id: "back",
      title: "Back",
      keys: ["Alt", "←"],
      possible: app.places.hasPast,
      run: () => app.back(),
    },
    {
      id: "forward",
      title: "Forward",
      keys: ["Alt", "→"],
      possible: app.places.hasFuture,
      run: () => app.forward(),
    },
    ...commandsOfRun(app),
    {
      id: "sidebar",
      title: "Collapse or expand the sidebar",
      keys: ["Ctrl", "B"],
      run: () => app.sidebar.toggle(),
    },
    {
      id: "undo",
      title: "Undo",
      titleNow: app.undo.last && `Undo: ${app.undo.last.words}`,
      keys: ["Ctrl", "Z"],
      // A new run has an undo of its own.
      possible: app.undo.last !== undefined && app.screen !== "design",
      run: () => void app.undo.undo(),
    },
    {
      id: "show-file",
      title: "Show the file saved last in its folder",
      possible: app.toasts.lastFile !== null,
      run: () =>
        app.toasts.lastFile && void app.toasts.showFile(app.toasts.lastFile),
    },
    {
      id: "find",
      title: "Find anything",
      keys: ["Ctrl", "K"],
      run: () => (app.sheet = "palette"),
    },
    {
      id: "glossary",
      title: "Glossary",
      keys: ["G"],
      run: () => app.explain(),
    },
    {
      id: "lessons",
      title: "Lessons",
      keys: ["L"],
      run: () => (app.sheet = "lessons"),
    },
    {
      id: "lesson-next",
      title: "Next stop of the lesson",
      keys: ["]"],
      possible: app.lessons.now !== null,
      run: () => app.lessons.to(app.lessons.at + 1),
    },
    {
      id: "lesson-back",
      title: "Stop of the lesson before",
      keys: ["["],
      possible: app.lessons.now !== null,
      run: () => app.lessons.to(app.lessons.at - 1),
    },
    {
      id: "collect",
      title: "Collect results of a study…",
      possible: app.studies.collecting === null,
      run: () => void app.studies.collect(),
    },
    {
      id: "archive-care",
      title: "Archive and backups…",
      keys: ["B"],
      run: () => (app.sheet = "archive-care"),
    },
    {
      id: "settings",
      title: "Settings",
      keys: [","],
      run: () => (app.sheet = "settings"),
    },
    { id: "keys", title: "Keys", keys: ["?"], run: () => (app.sheet = "keys") },
    {
      id: "docs",
      title: "Documentation",
      keys: ["D"],
      run: () => (app.sheet = "docs"),
    },
    {
      id: "about",
      title: "About and licences",
      run: () => (app.sheet = "about"),
    },
  ];
}

/** What can be done with the run on screen, if one is. */
function commandsOfRun(app: AppController): Command[] {
  const live = app.shownId === null ? null : app.live;
  const run = live?.run;
  const active = run ? isActive(run) : false;
  const isComparing =
    app.screen === "compare" && app.compare.members.length > 0;
  return [
    {
      id: "pause",
      title: "Pause or resume the run",
      keys: ["Space"],
      possible: active,
      run: () =>
        void (run?.status === "paused" ? live?.resume() : live?.pause()),
    },
    {
      id: "step",
      title: "Make one step of the paused run",
      keys: ["."],
      possible: run?.status === "paused",
      run: () => void live?.step(),
    },
    {
      id: "stop",
      title: "Stop and keep the run",
      possible: active,
      run: () => void live?.stop(),
    },
    {
      id: "pin",
      title: "Pin a note to the chart being read",
      keys: ["P"],
      possible: Boolean(run),
      run: () => live?.pins.begin(),
    },
    {
      id: "present",
      title: "Present the charts of the run",
      keys: ["F5"],
      possible: Boolean(run && run.rows.steps > 0),
      run: () => app.presentRun(),
    },
    {
      id: "animation",
      title: "Save the charts of the run as an animation…",
      possible: Boolean(run && run.rows.steps > 0),
      run: () => (app.sheet = "animation"),
    },
    {
      id: "figure",
      title: "Figure of the charts on screen…",
      possible: Boolean(run) || isComparing,
      run: () => {
        if (isComparing) app.figures.open(comparedFigures(app.compare));
        else if (live && run)
          app.figures.open(figuresOfRun(app.lab, run, live));
      },
    },
    {
      id: "report",
      title: "Report of the run (PDF)…",
      titleNow: isComparing ? "Report of the comparison (PDF)…" : undefined,
      possible: Boolean(run) || isComparing,
      run: () =>
        void (isComparing
          ? saveReport(app.lab, app.toasts, app.compare)
          : live?.report()),
    },
    {
      id: "reproduce",
      title: "Reproduce the run",
      possible: run ? isOver(run.status) && isRunnable(run.spec) : false,
      run: () => run && void app.reproduce(run.id),
    },
    ...(run
      ? againWith(run.spec).map((again) => ({
          id: again.id,
          title: againWords(again, run),
          run: () => void app.again(again),
        }))
      : []),
    {
      id: "clone",
      title: run?.fork ? cloneWords(run) : "Clone and change the run…",
      possible: run ? isRunnable(run.spec) : false,
      run: () => run && app.clone(run),
    },
  ];
}
