import { againWith } from "../core/experiment/again";
import type { AppController, SheetName } from "./AppController.svelte";
import type { Command, CommandId } from "./lib/commands";
import { withChosenKeys } from "./lib/keys";
import { isActive } from "./lib/status";
import { isOver } from "../core/run/status";

/** What can be done on the screen as it is, with the keys that the person chose. */
export function commandsOf(app: AppController): Command[] {
  return table(app).map((command) =>
    withChosenKeys(command, app.preferences.now),
  );
}

/** The one table of commands, with the keys that they have from the start. */
function table(app: AppController): Command[] {
  const { places, undo, toasts, lessons } = app;
  const file = toasts.lastFile;
  const sheet = (name: SheetName) => () => (app.sheet = name);
  return [
    made("new-run", "New run", ["N"], () => app.newRun()),
    made("archive", "Archive", ["A"], () => app.showArchive()),
    made("compare", "Compare", ["C"], () => app.compareSelected()),
    made("theory", "Theory", ["T"], () => app.showTheory()),
    made("back", "Back", ["Alt", "←"], () => app.back(), places.hasPast),
    made(
      "forward",
      "Forward",
      ["Alt", "→"],
      () => app.forward(),
      places.hasFuture,
    ),
    ...commandsOfRun(app),
    made("sidebar", "Collapse or expand the sidebar", ["Ctrl", "B"], () =>
      app.sidebar.toggle(),
    ),
    {
      // A new run has an undo of its own.
      ...made(
        "undo",
        "Undo",
        ["Ctrl", "Z"],
        () => undo.undo(),
        undo.last !== undefined && app.screen !== "design",
      ),
      titleNow: undo.last && `Undo: ${undo.last.words}`,
    },
    made(
      "show-file",
      "Show the file saved last in its folder",
      null,
      () => file && toasts.showFile(file),
      file !== null,
    ),
    made("find", "Find anything", ["Ctrl", "K"], sheet("palette")),
    made("glossary", "Glossary", ["G"], () => app.explain()),
    made("lessons", "Lessons", ["L"], sheet("lessons")),
    made(
      "lesson-next",
      "Next stop of the lesson",
      ["]"],
      () => lessons.to(lessons.at + 1),
      lessons.now !== null,
    ),
    made(
      "lesson-back",
      "Stop of the lesson before",
      ["["],
      () => lessons.to(lessons.at - 1),
      lessons.now !== null,
    ),
    made("archive-care", "Archive and backups…", ["B"], sheet("archive-care")),
    made("settings", "Settings", [","], sheet("settings")),
    made("keys", "Keys", ["?"], sheet("keys")),
    made("about", "About and licences", null, sheet("about")),
  ];
}

/** What can be done with the run on screen, if one is. */
function commandsOfRun(app: AppController): Command[] {
  const live = app.shownId === null ? null : app.live;
  const run = live?.run;
  const active = run ? isActive(run) : false;
  const paused = run?.status === "paused";
  const has = Boolean(run);
  return [
    made(
      "pause",
      "Pause or resume the run",
      ["Space"],
      () => (paused ? live?.resume() : live?.pause()),
      active,
    ),
    made(
      "step",
      "Let the paused run make one step",
      ["."],
      () => live?.step(),
      paused,
    ),
    made("stop", "Stop and keep the run", null, () => live?.stop(), active),
    made(
      "pin",
      "Pin a note to the chart being read",
      ["P"],
      () => live?.pins.begin(),
      has,
    ),
    made(
      "present",
      "Present the charts of the run",
      ["F5"],
      () => app.presentRun(),
      Boolean(run && run.rows.steps > 0),
    ),
    made(
      "animation",
      "Save the charts of the run as an animation…",
      null,
      () => (app.sheet = "animation"),
      Boolean(run && run.rows.steps > 0),
    ),
    made("report", "Report of the run (PDF)…", null, () => live?.report(), has),
    made(
      "reproduce",
      "Reproduce the run",
      null,
      () => run && app.reproduce(run.id),
      run ? isOver(run.status) : false,
    ),
    ...(run ? againWith(run.spec) : []).map((again) =>
      made(again.id, again.title, null, () => app.again(again)),
    ),
    made(
      "clone",
      "Clone and change the run…",
      null,
      () => run && app.clone(run),
      has,
    ),
  ];
}

/** @param possible false where it means nothing now */
function made(
  id: CommandId,
  title: string,
  keys: string[] | null,
  run: () => unknown,
  possible = true,
): Command {
  return { id, title, ...(keys && { keys }), possible, run: () => void run() };
}
