import { againWith } from "../core/experiment/again";
import type { AppController } from "./AppController.svelte";
import type { Command } from "./lib/commands";
import { isActive } from "./lib/status";
import { isOver } from "../core/run/status";

/** What can be done on the screen as it is. */
export function commandsOf(app: AppController): Command[] {
  return [
    { title: "New run", keys: ["N"], run: () => app.newRun() },
    { title: "Archive", keys: ["A"], run: () => app.showArchive() },
    { title: "Compare", keys: ["C"], run: () => app.compareSelected() },
    { title: "Theory", keys: ["T"], run: () => app.showTheory() },
    {
      title: "Back",
      keys: ["Alt", "←"],
      possible: app.places.hasPast,
      run: () => app.back(),
    },
    {
      title: "Forward",
      keys: ["Alt", "→"],
      possible: app.places.hasFuture,
      run: () => app.forward(),
    },
    ...commandsOfRun(app),
    {
      title: app.undo.last ? `Undo: ${app.undo.last.words}` : "Undo",
      keys: ["Ctrl", "Z"],
      // A new run has an undo of its own.
      possible: app.undo.last !== undefined && app.screen !== "design",
      run: () => void app.undo.undo(),
    },
    {
      title: "Show the file saved last in its folder",
      possible: app.toasts.lastFile !== null,
      run: () =>
        app.toasts.lastFile && void app.toasts.showFile(app.toasts.lastFile),
    },
    {
      title: "Find anything",
      keys: ["Ctrl", "K"],
      run: () => (app.sheet = "palette"),
    },
    { title: "Glossary", keys: ["G"], run: () => app.explain() },
    {
      title: "Archive and backups…",
      keys: ["B"],
      run: () => (app.sheet = "archive-care"),
    },
    { title: "Settings", keys: [","], run: () => (app.sheet = "settings") },
    { title: "Keys", keys: ["?"], run: () => (app.sheet = "keys") },
    { title: "About and licences", run: () => (app.sheet = "about") },
  ];
}

/** What can be done with the run on screen, if one is. */
function commandsOfRun(app: AppController): Command[] {
  const live = app.shownId === null ? null : app.live;
  const run = live?.run;
  const active = run ? isActive(run) : false;
  return [
    {
      title: "Pause or resume the run",
      keys: ["Space"],
      possible: active,
      run: () =>
        void (run?.status === "paused" ? live?.resume() : live?.pause()),
    },
    {
      title: "Let the paused run make one step",
      keys: ["."],
      possible: run?.status === "paused",
      run: () => void live?.step(),
    },
    {
      title: "Stop and keep the run",
      possible: active,
      run: () => void live?.stop(),
    },
    {
      title: "Pin a note to the chart being read",
      keys: ["P"],
      possible: Boolean(run),
      run: () => live?.pins.begin(),
    },
    {
      title: "Report of the run (PDF)…",
      possible: Boolean(run),
      run: () => void live?.report(),
    },
    {
      title: "Reproduce the run",
      possible: run ? isOver(run.status) : false,
      run: () => run && void app.reproduce(run.id),
    },
    ...(run ? againWith(run.spec) : []).map((again) => ({
      title: again.title,
      run: () => void app.again(again),
    })),
    {
      title: "Clone and change the run…",
      possible: Boolean(run),
      run: () => run && app.clone(run),
    },
  ];
}
