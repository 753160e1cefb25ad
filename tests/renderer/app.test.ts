import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AppInfo } from "../../core/contract/api";
import type { Settings } from "../../core/contract/settings";
import { AppController } from "../../renderer/AppController.svelte";
import { fakeLab, rowOf, run } from "./fake-lab";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const info: AppInfo = {
  version: "1.0.0",
  archivePath: "archive.sqlite",
  engine: { state: "idle", tensorflow: { available: true, version: "2" } },
  threads: 4,
};

const settings: Settings = {
  screen: "",
  theme: "system",
  archive: { shown: ["name", "hover", "gone"], sort: { key: "gone" } },
  compare: {},
};

async function opened(...runs: ReturnType<typeof run>[]) {
  const fake = fakeLab();
  fake.answer("appInfo", () => info);
  fake.answer("listRuns", () => runs.map(rowOf));
  fake.answer("settings", () => settings);
  fake.answer("saveSettings", () => settings);
  fake.answer("openRun", (id) => runs.find((each) => each.id === id) ?? run());
  fake.answer("readSeries", () => ({}));
  const app = new AppController(fake.lab);
  await app.open();
  await vi.advanceTimersByTimeAsync(0);
  return { app, fake };
}

describe("AppController", () => {
  it("welcomes whoever has no runs", async () => {
    const { app } = await opened();
    expect(app.screen).toBe("welcome");
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
    fake.answer("appInfo", () => info);
    fake.refuse("listRuns", error);
    const app = new AppController(fake.lab);
    await app.open();
    expect(app.blocked).toEqual(error);
    fake.answer("listRuns", () => []);
    await app.open();
    expect(app.blocked).toBeNull();
    expect(app.screen).toBe("welcome");
  });

  it("announces a crossing with the name of its run, also from another screen", async () => {
    const { app, fake } = await opened(run());
    app.newRun();
    const message = "Sharpness reached 2/η at step 214.";
    fake.emit("seriesGrew", {
      runId: 1,
      rows: { steps: 1, spectrum: 1, test: 0 },
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
    fake.answer("startRun", () => rowOf(started));
    fake.answer("openRun", () => started);
    app.newRun();
    await app.design.start();
    expect(app.shownId).toBe(9);
    expect(app.archive.rows.map(({ id }) => id)).toEqual([9]);
  });

  it("compares the runs selected in the archive, and elsewhere those compared last", async () => {
    const finished = { status: "finished" } as const;
    const { app } = await opened(
      run({ id: 2, createdAt: 2, ...finished }),
      run({ id: 1, createdAt: 1, ...finished }),
    );
    app.perform("archive");
    expect(app.screen).toBe("archive");
    app.table.selectAll();
    app.perform("compare");
    expect(app.screen).toBe("compare");
    expect(app.compared).toEqual([2, 1]);
    app.show(1);
    app.table.selectNone();
    app.perform("compare");
    expect(app.compared).toEqual([2, 1]);
  });

  it("remembers the columns and the order of the archive", async () => {
    const { app, fake } = await opened();
    expect(app.table.columns.map(({ key }) => key)).toEqual(["name", "hover"]);
    expect(app.table.sort).toEqual({ key: "created", descending: true });
    app.table.sortBy("hover");
    expect(fake.asked.at(-1)).toEqual({
      name: "saveSettings",
      args: [
        {
          archive: {
            shown: ["name", "hover"],
            sort: { key: "hover", descending: true },
          },
        },
      ],
    });
  });

  it("leaves a run that was deleted for the archive", async () => {
    const { app, fake } = await opened(
      run({ id: 2, status: "finished" }),
      run({ id: 1, status: "finished" }),
    );
    app.compare([1, 2]);
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
    fake.answer("pauseRun", () => undefined);
    fake.answer("resumeRun", () => undefined);
    expect(app.perform("pause-resume")).toBe(true);
    fake.emit("runChanged", rowOf(run({ status: "paused" })));
    await vi.advanceTimersByTimeAsync(0);
    expect(app.perform("pause-resume")).toBe(true);
    app.newRun();
    expect(app.perform("pause-resume")).toBe(false);
    const commands = fake.asked.map(({ name }) => name);
    expect(commands.filter((name) => name === "pauseRun")).toHaveLength(1);
    expect(commands.filter((name) => name === "resumeRun")).toHaveLength(1);
  });

  it("remembers what the idle engine said of TensorFlow", async () => {
    const { app, fake } = await opened();
    fake.emit("engineChanged", { state: "running", runId: 1 });
    expect(app.engine.state).toBe("running");
    expect(app.tensorflow?.available).toBe(true);
    const reason = "It is not installed.";
    fake.emit("engineChanged", {
      state: "idle",
      tensorflow: { available: false, reason },
    });
    expect(app.tensorflow).toEqual({ available: false, reason });
  });

  it("stops listening when it is closed", async () => {
    const { app, fake } = await opened();
    app.close();
    fake.emit("engineChanged", { state: "starting" });
    expect(app.engine.state).toBe("idle");
  });
});
