import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AppInfo } from "../../core/contract/api";
import { defaultSettings, type Settings } from "../../core/contract/settings";
import { presets } from "../../core/experiment/presets";
import { AppController } from "../../renderer/AppController.svelte";
import { commandsOf } from "../../renderer/commands";
import { commandFor } from "../../renderer/lib/commands";
import { careOf } from "./care/backups";
import { fakeLab, rowOf, run } from "./fake-lab";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const info: AppInfo = {
  version: "1.0.0",
  archivePath: "archive.sqlite",
  engines: {
    states: [
      {
        state: "idle",
        tensorflow: { available: true, version: "2" },
        tensors: 0,
      },
    ],
    hasRoom: true,
  },
  threads: 4,
};

const settings: Settings = {
  ...defaultSettings,
  archive: { shown: ["name", "hover", "gone"], sort: { key: "gone" } },
};

const opened = (...runs: ReturnType<typeof run>[]) => reopened(settings, runs);

async function reopened(settings: Settings, runs: ReturnType<typeof run>[]) {
  const fake = fakeLab();
  fake.answer("app.info", () => info);
  fake.answer("runs.list", () => runs.map(rowOf));
  fake.answer("settings.read", () => settings);
  fake.answer("settings.save", () => settings);
  fake.answer(
    "runs.open",
    (id) => runs.find((each) => each.id === id) ?? run(),
  );
  fake.answer("runs.readSeries", () => ({}));
  const app = new AppController(fake.lab);
  await app.open();
  await vi.advanceTimersByTimeAsync(0);
  return { app, fake };
}

/** Presses a key on the screen; answers whether it meant something there. */
function press(app: AppController, key: string): boolean {
  const nowhere = {
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    target: null,
  };
  const command = commandFor({ key, ...nowhere }, commandsOf(app));
  command?.run();
  return command !== undefined;
}

describe("AppController", () => {
  it("welcomes whoever has no runs", async () => {
    const { app } = await opened();
    expect(app.screen).toBe("welcome");
  });

  it("leaves whoever was quicker than the archive where they are", async () => {
    const fake = fakeLab();
    fake.answer("app.info", () => info);
    fake.answer("runs.list", () => []);
    fake.answer("settings.read", () => settings);
    fake.answer("settings.save", () => settings);
    const app = new AppController(fake.lab);
    const opening = app.open();
    app.newRun();
    await opening;
    expect(app.screen).toBe("design");
  });

  it("opens the run that is going, else the newest", async () => {
    const old = run({ id: 1, status: "finished" });
    const { app } = await opened(run({ id: 2, status: "finished" }), old);
    expect(app.shownId).toBe(2);
    const { app: busy } = await opened(
      run({ id: 2, status: "finished" }),
      run({ id: 1 }),
    );
    expect(busy.shownId).toBe(1);
    expect(busy.archive.at).toBe(1);
  });

  it("is blocked, with the reason, when the archive cannot be opened", async () => {
    const fake = fakeLab();
    const error = { code: "archive-too-new", message: "Too new." } as const;
    fake.answer("app.info", () => info);
    fake.answer("archive.care", () => careOf());
    fake.refuse("runs.list", error);
    const app = new AppController(fake.lab);
    await app.open();
    expect(app.blocked).toEqual(error);
    fake.answer("runs.list", () => []);
    await app.open();
    expect(app.blocked).toBeNull();
    expect(app.screen).toBe("welcome");
  });

  it("stays on the rescue screen while it is tried again, and goes on where it was", async () => {
    const { app, fake } = await opened(run({ status: "finished" }));
    fake.answer("archive.care", () => careOf());
    app.sheet = "settings";
    const error = { code: "archive-missing", message: "It is gone." } as const;
    fake.emit("archiveFailed", error);
    expect(app.blocked).toEqual(error);
    expect(app.sheet).toBeNull();
    fake.asked.length = 0;
    fake.emit("runChanged", rowOf(run({ status: "failed" })));
    expect(fake.asked).toEqual([]);
    const rescue = app.rescue;
    fake.refuse("runs.list", { ...error, message: "It is still gone." });
    await rescue?.tryAgain();
    expect(app.rescue).toBe(rescue);
    expect(app.rescue?.error.message).toBe("It is still gone.");
    fake.answer("runs.list", () => [rowOf(run({ status: "finished" }))]);
    fake.asked.length = 0;
    await rescue?.tryAgain();
    expect(app.blocked).toBeNull();
    expect(app.rescue).toBeNull();
    expect(app.shownId).toBe(1);
    expect(fake.asked.map(({ name }) => name)).toContain("runs.open");
  });

  it("offers no rescue of the archive when something else is wrong", async () => {
    const fake = fakeLab();
    const error = { code: "unexpected", message: "Broken." } as const;
    fake.refuse("app.info", error);
    const app = new AppController(fake.lab);
    await app.open();
    expect(app.blocked).toEqual(error);
    expect(app.rescue).toBeNull();
  });

  it("tells once what happened the last time, and shows the runs it is about", async () => {
    const fake = fakeLab();
    const runs = [3, 2, 1].map((id) => run({ id, status: "interrupted" }));
    const message = "Edge Lab ended unexpectedly the last time.";
    fake.answer("app.info", () => info);
    fake.answer("runs.list", () => runs.map(rowOf));
    fake.answer("settings.read", () => settings);
    fake.answer("settings.save", () => settings);
    fake.answer("runs.open", () => runs[0]);
    fake.answer("archive.startNotice", () => ({ message, runs: [3, 1] }));
    const app = new AppController(fake.lab);
    await app.open();
    await vi.advanceTimersByTimeAsync(0);
    expect(app.notice?.message).toBe(message);
    expect(app.announcer.message).toBe(message);
    app.table.query = "something else";
    app.table.grid.selection.toggle(2);
    app.showRuns([3, 1]);
    expect(app.screen).toBe("archive");
    expect(app.table.selected.map(({ id }) => id)).toEqual([3, 1]);
  });

  it("shows the sheet that the menu names, and begins what it says", async () => {
    const { app, fake } = await opened();
    fake.answer("archive.care", () => careOf());
    fake.emit("menuChosen", { sheet: "about" });
    expect(app.sheet).toBe("about");
    fake.emit("menuChosen", { sheet: "archive-care", begin: "backUp" });
    expect(app.sheet).toBe("archive-care");
    expect(fake.asked.at(-1)?.name).toBe("archive.backUp");
    fake.emit("menuChosen", { screen: "archive" });
    expect([app.sheet, app.screen]).toEqual([null, "archive"]);
    fake.emit("menuChosen", { screen: "new" });
    expect(app.screen).toBe("design");
    fake.emit("archiveFailed", { code: "archive-damaged", message: "Bad." });
    fake.emit("menuChosen", { sheet: "archive-care" });
    expect(app.sheet).toBeNull();
  });

  it("takes files that were opened with the program once it can show them", async () => {
    const wanted = { ...presets[1].spec, name: "Opened" };
    const file = {
      path: "/a.edgelab.json",
      name: "a.edgelab.json",
      size: 9,
      bytes: new TextEncoder().encode(JSON.stringify(wanted)),
    };
    const waiting = [{ files: [file] }];
    const { app, fake } = await opened(run({ status: "finished" }));
    fake.answer("files.waiting", () => waiting.shift() ?? null);
    fake.answer("archive.care", () => careOf());
    app.sheet = "settings";
    fake.emit("filesWaiting", null);
    await vi.advanceTimersByTimeAsync(0);
    expect(app.sheet).toBeNull();
    expect([app.screen, app.design.spec.name]).toEqual(["design", "Opened"]);

    fake.emit("archiveFailed", { code: "archive-missing", message: "Gone." });
    waiting.push({ files: [{ ...file, name: "b.json" }] });
    app.showArchive();
    fake.emit("filesWaiting", null);
    await vi.advanceTimersByTimeAsync(0);
    expect(waiting).toHaveLength(1);
    await app.open();
    await vi.advanceTimersByTimeAsync(0);
    expect(waiting).toHaveLength(0);
    expect(app.screen).toBe("design");
  });

  it("leaves a sheet alone that was opened before there was anything to take", async () => {
    const { app } = await opened(run({ status: "finished" }));
    const again = app.open();
    app.sheet = "palette";
    await again;
    await vi.advanceTimersByTimeAsync(0);
    expect(app.sheet).toBe("palette");
  });

  it("announces a crossing with the name of its run, also from another screen", async () => {
    const { app, fake } = await opened(run());
    app.newRun();
    const message = "Sharpness reached 2/η at step 214.";
    fake.emit("seriesGrew", {
      runId: 1,
      rows: { steps: 1, spectrum: 1, test: 0, batch: 0, batchSteps: 0 },
      events: [{ kind: "crossing", step: 214, value: 40, message }],
    });
    expect(app.announcer.message).toBe(`MNIST-5k tanh: ${message}`);
  });

  it("announces the end, and only changes of status", async () => {
    const { app, fake } = await opened(run());
    fake.emit("runChanged", rowOf(run({ summary: { step: 10 } })));
    expect(app.announcer.message).toBe("");
    fake.emit("runChanged", rowOf(run({ status: "finished" })));
    expect(app.announcer.message).toMatch(/^MNIST-5k tanh: Finished\./);
  });

  it("says the same news twice when it happens twice", async () => {
    const { app } = await opened();
    app.announcer.say("News.");
    const first = app.announcer.message;
    app.announcer.say("News.");
    expect(app.announcer.message).not.toBe(first);
  });

  it("shows a run as soon as it is started", async () => {
    const { app, fake } = await opened();
    const started = run({ id: 9 });
    fake.answer("queue.start", () => rowOf(started));
    fake.answer("runs.open", () => started);
    app.newRun();
    await app.design.start();
    expect(app.shownId).toBe(9);
    expect(app.archive.rows.map(({ id }) => id)).toEqual([9]);
    // What was started can be tagged or compared at once.
    app.showArchive();
    expect(app.table.selected.map(({ id }) => id)).toEqual([9]);
  });

  it("knows the runs started together with the one on screen", async () => {
    const swept = { status: "finished", groupId: 3 } as const;
    const { app } = await opened(
      run({ id: 4, status: "finished" }),
      run({ id: 2, ...swept }),
      run({ id: 1, ...swept }),
    );
    expect(app.group).toEqual([]);
    app.show(2);
    await vi.advanceTimersByTimeAsync(0);
    expect(app.group).toEqual([1, 2]);
  });

  it("compares the runs selected in the archive, and elsewhere those compared last", async () => {
    const finished = { status: "finished" } as const;
    const { app } = await opened(
      run({ id: 2, createdAt: 2, ...finished }),
      run({ id: 1, createdAt: 1, ...finished }),
    );
    press(app, "a");
    expect(app.screen).toBe("archive");
    app.table.grid.selection.selectAll();
    press(app, "c");
    expect(app.screen).toBe("compare");
    expect(app.compared).toEqual([2, 1]);
    app.show(1);
    app.table.grid.selection.selectNone();
    press(app, "c");
    expect(app.compared).toEqual([2, 1]);
    press(app, "a");
    press(app, "c");
    expect(app.compared).toEqual([2, 1]);
  });

  it("adds one run to the comparison by key: the run on screen, or the one selected", async () => {
    const runs = [3, 2, 1].map((id) => run({ id, status: "finished" }));
    const { app } = await opened(...runs);
    app.showCompare([1]);
    app.show(2);
    press(app, "c");
    expect(app.screen).toBe("compare");
    expect(app.compared).toEqual([1, 2]);
    press(app, "a");
    app.table.grid.selection.toggle(3);
    press(app, "c");
    expect(app.compared).toEqual([1, 2, 3]);
    await app.undo.undo();
    expect(app.compared).toEqual([1, 2]);
    expect(app.preferences.now.compared).toEqual([1, 2]);
    expect(app.screen).toBe("compare");
  });

  it("selects what came in from files, and takes it away again", async () => {
    const runs = [3, 2, 1].map((id) => run({ id, status: "finished" }));
    const { app, fake } = await opened(...runs);
    const [third, second, first] = runs.map(rowOf);
    fake.answer("files.importRuns", () => ({
      added: [third, second],
      present: [],
    }));
    fake.answer("runs.remove", () => undefined);
    app.table.query = "nothing like it";
    await app.exchange.importCapsules();
    expect(app.screen).toBe("archive");
    expect(app.table.selected.map(({ id }) => id)).toEqual([3, 2]);
    expect(app.undo.last?.words).toBe("Added 2 runs.");
    await app.undo.undo();
    expect(fake.asked.at(-1)).toEqual({ name: "runs.remove", args: [[3, 2]] });

    fake.answer("files.importRuns", () => ({
      added: [third],
      present: [first],
    }));
    await app.exchange.importCapsules();
    expect(app.table.selected.map(({ id }) => id)).toEqual([3, 1]);
    await app.undo.undo();
    expect(fake.asked.at(-1)).toEqual({ name: "runs.remove", args: [[3]] });
  });

  it("shows a run that is here already, and says so", async () => {
    const { app, fake } = await opened(run({ id: 1, status: "finished" }));
    const present = [rowOf(run({ id: 1, name: "Same" }))];
    fake.answer("files.importRuns", () => ({ added: [], present }));
    await app.exchange.importCapsules();
    expect(app.table.selected.map(({ id }) => id)).toEqual([1]);
    expect(app.toasts.list.map(({ words }) => words)).toEqual([
      "“Same” is in the archive already.",
    ]);
    expect(app.undo.last).toBeUndefined();
  });

  it("knows a command by the key that the person chose for it", async () => {
    const { app } = await opened(run({ status: "finished" }));
    app.preferences.change({ keys: { archive: ["X"], theory: null } });
    expect(press(app, "a")).toBe(false);
    expect(press(app, "t")).toBe(false);
    expect(press(app, "x")).toBe(true);
    expect(app.screen).toBe("archive");
    app.preferences.change({ singleKeys: false });
    for (const key of ["x", "n", "?", ",", " "])
      expect(press(app, key)).toBe(false);
  });

  it("has a name of its own for each command, and no key for two", async () => {
    const { app } = await opened(run({ status: "finished" }));
    const ids = app.commands.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const keys = app.commands.flatMap(({ keys }) => keys?.join("+") ?? []);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("adds a single selected run to the comparison", async () => {
    const runs = [3, 2, 1].map((id) => run({ id, status: "finished" }));
    const { app } = await opened(...runs);
    app.showCompare([3, 1]);
    press(app, "a");
    app.table.grid.selection.select([2]);
    press(app, "c");
    expect(app.compared).toEqual([3, 1, 2]);
    press(app, "a");
    press(app, "c");
    expect(app.compared).toEqual([3, 1, 2]);
  });

  it("remembers the columns and the order of the archive", async () => {
    const { app, fake } = await opened();
    expect(app.table.grid.columns.map(({ column }) => column.key)).toEqual([
      "name",
      "hover",
    ]);
    expect(app.table.grid.layout.sort).toEqual([
      { key: "created", descending: true },
    ]);
    app.table.grid.sortBy("hover");
    expect(fake.asked.at(-1)).toEqual({
      name: "settings.save",
      args: [
        {
          archive: {
            shown: ["name", "hover", "gone"],
            widths: {},
            sort: [{ key: "hover", descending: true }],
          },
        },
      ],
    });
  });

  it("comes back where it was", async () => {
    const runs = [3, 2, 1].map((id) => run({ id, status: "finished" }));
    const at = (changes: Partial<Settings>) =>
      reopened({ ...settings, ...changes }, runs);
    const live = await at({ screen: "live", run: 2 });
    expect(live.app.shownId).toBe(2);
    const gone = await at({ screen: "live", run: 9 });
    expect(gone.app.shownId).toBe(3);
    const archive = await at({ screen: "archive", run: 2 });
    expect(archive.app.screen).toBe("archive");
    const compare = await at({ screen: "compare", compared: [1, 9, 3] });
    expect(compare.app.screen).toBe("compare");
    expect(compare.app.compared).toEqual([1, 3]);
    const design = await at({ screen: "design" });
    expect(design.app.screen).toBe("design");
    const strange = await at({ screen: "theatre" });
    expect(strange.app.shownId).toBe(3);
    const empty = await reopened({ ...settings, screen: "compare" }, []);
    expect(empty.app.screen).toBe("welcome");
  });

  it("remembers the screen, the run shown and the runs compared", async () => {
    const { app, fake } = await opened(run({ status: "finished" }));
    const saved = () =>
      fake.asked
        .filter(({ name }) => name === "settings.save")
        .map(({ args }) => args[0]);
    expect(saved()).toEqual([{ screen: "live", run: 1 }]);
    await vi.advanceTimersByTimeAsync(1000);
    app.showCompare([1]);
    await vi.advanceTimersByTimeAsync(1000);
    app.newRun();
    expect(saved().slice(1)).toEqual([
      { screen: "compare", compared: [1] },
      { screen: "design" },
    ]);
  });

  it("resets what the settings sheet shows, and nothing else", async () => {
    const { app, fake } = await opened();
    app.preferences.change({ theme: "dark", engines: 3, notifications: false });
    expect(app.preferences.now.theme).toBe("dark");
    await vi.advanceTimersByTimeAsync(1000);
    app.preferences.reset();
    expect(app.preferences.now).toEqual(settings);
    expect(fake.asked.at(-1)?.args).toEqual([
      { theme: "system", engines: 1, notifications: true },
    ]);
  });

  it("goes back and forward through the places that still exist", async () => {
    const { app, fake } = await opened(
      run({ id: 2, status: "finished" }),
      run({ id: 1, status: "finished" }),
    );
    const place = () => `${app.screen} ${app.shownId ?? ""}`.trim();
    app.show(1);
    app.showArchive();
    app.showArchive();
    app.show(2);
    app.showCompare([1, 2]);
    const trail: string[] = [];
    for (let i = 0; i < 5; i++) {
      app.back();
      trail.push(place());
    }
    expect(trail).toEqual(["live 2", "archive", "live 1", "live 2", "live 2"]);
    app.forward();
    expect(place()).toBe("live 1");
    fake.emit("runsRemoved", { ids: [2] });
    app.forward();
    app.forward();
    expect(place()).toBe("compare");
    app.newRun();
    expect(app.places.hasFuture).toBe(false);
  });

  it("keeps how a run is looked at while another one is on screen", async () => {
    const { app } = await opened(
      run({ id: 2, status: "finished" }),
      run({ id: 1, status: "finished" }),
    );
    app.show(1);
    app.live?.zoom({ min: 5, max: 9 });
    app.live?.hold(7);
    app.show(2);
    expect(app.live?.look.window).toBeNull();
    expect(app.live?.held).toBeNull();
    app.back();
    expect(app.live?.look.window).toEqual({ min: 5, max: 9 });
    expect(app.live?.held).toBe(7);
  });

  it("leaves a run that was deleted for the archive", async () => {
    const { app, fake } = await opened(
      run({ id: 2, status: "finished" }),
      run({ id: 1, status: "finished" }),
    );
    app.showCompare([1, 2]);
    app.show(2);
    fake.emit("runsRemoved", { ids: [2] });
    expect(app.screen).toBe("archive");
    expect(app.live).toBeNull();
    expect(app.archive.rows.map(({ id }) => id)).toEqual([1]);
    expect(app.compared).toEqual([1]);
  });

  it("begins a new run with the settings of another, the name and all", async () => {
    const { app } = await opened();
    const { spec } = run();
    const optimizer = { ...spec.optimizer, stepSize: 0.3 };
    app.clone(rowOf(run({ name: "renamed", spec: { ...spec, optimizer } })));
    expect(app.screen).toBe("design");
    expect(app.design.spec.optimizer.stepSize).toBe(0.3);
    expect(app.design.spec.name).toBe("renamed");
  });

  it("pauses and resumes the run on screen by shortcut, and nothing else", async () => {
    const { app, fake } = await opened(run());
    fake.answer("runs.pause", () => undefined);
    fake.answer("runs.resume", () => undefined);
    expect(press(app, " ")).toBe(true);
    fake.emit("runChanged", rowOf(run({ status: "paused" })));
    await vi.advanceTimersByTimeAsync(0);
    expect(press(app, " ")).toBe(true);
    app.newRun();
    expect(press(app, " ")).toBe(false);
    const commands = fake.asked.map(({ name }) => name);
    expect(commands.filter((name) => name === "runs.pause")).toHaveLength(1);
    expect(commands.filter((name) => name === "runs.resume")).toHaveLength(1);
  });

  it("lets the run on screen make one step by shortcut while it is paused", async () => {
    const { app, fake } = await opened(run());
    fake.answer("runs.step", () => undefined);
    expect(press(app, ".")).toBe(false);
    fake.emit("runChanged", rowOf(run({ status: "paused" })));
    await vi.advanceTimersByTimeAsync(0);
    expect(press(app, ".")).toBe(true);
    expect(fake.asked.at(-1)).toEqual({ name: "runs.step", args: [1] });
  });

  it("remembers what an idle engine said of TensorFlow", async () => {
    const { app, fake } = await opened();
    fake.emit("enginesChanged", {
      states: [{ state: "running", runId: 1 }],
      hasRoom: false,
    });
    expect(app.engines.hasRoom).toBe(false);
    expect(app.tensorflow?.available).toBe(true);
    const reason = "It is not installed.";
    const tensorflow = { available: false, reason } as const;
    fake.emit("enginesChanged", {
      states: [
        { state: "running", runId: 1 },
        { state: "idle", tensorflow, tensors: null },
      ],
      hasRoom: true,
    });
    expect(app.tensorflow).toEqual({ available: false, reason });
  });

  it("stops listening when it is closed", async () => {
    const { app, fake } = await opened();
    app.close();
    fake.emit("enginesChanged", { states: [], hasRoom: false });
    expect(app.engines).toEqual(info.engines);
  });
});
