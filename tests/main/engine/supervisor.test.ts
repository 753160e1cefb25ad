import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { EngineState } from "../../../core/contract/api";
import type { Kernels } from "../../../core/run/kernels";
import {
  silenceLimit,
  Supervisor,
  type RunReport,
  type SupervisorOptions,
} from "../../../main/engine/supervisor";
import { checkpointAt, engine, spec, summaryAt } from "../archive/helpers";
import { batchReport, endedReport, FakeChild } from "./fake-child";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(
  options: {
    kernelsOf?: SupervisorOptions["kernelsOf"];
    deliver?: (report: RunReport) => Promise<void>;
    lost?: () => Promise<void>;
  } = {},
) {
  const children: FakeChild[] = [];
  const states: EngineState[] = [];
  const log: string[] = [];
  const errors: unknown[] = [];
  const kernels: (Kernels | null)[] = [];
  const supervisor = new Supervisor({
    ...(options.kernelsOf && { kernelsOf: options.kernelsOf }),
    fork: (wanted) => {
      kernels.push(wanted);
      const child = new FakeChild();
      children.push(child);
      return child;
    },
    deliver: async (report) => {
      await options.deliver?.(report);
      log.push(report.type);
    },
    lost: async (runId) => {
      await options.lost?.();
      log.push(`lost ${runId}`);
    },
    stateChanged: (state) => states.push(state),
    onError: (error) => errors.push(error),
  });
  const names = () => states.map(({ state }) => state);
  return { supervisor, children, kernels, states, names, log, errors };
}

/** Lets everything that is waiting happen. */
const settle = () => vi.advanceTimersByTimeAsync(0);
const seconds = (count: number) => vi.advanceTimersByTimeAsync(1000 * count);

async function withRun(options?: Parameters<typeof setUp>[0]) {
  const parts = setUp(options);
  parts.supervisor.launch();
  const child = parts.children[0];
  child.ready();
  parts.supervisor.start(7, spec);
  await settle();
  return { ...parts, child };
}

describe("supervisor", () => {
  it("goes from starting to idle when the engine is ready", () => {
    const { supervisor, children, names } = setUp();
    supervisor.launch();
    expect(supervisor.state).toEqual({ state: "starting" });
    children[0].ready();
    expect(supervisor.state).toEqual({
      state: "idle",
      tensorflow: { available: true, version: "4.22.0" },
      tensors: null,
    });
    expect(names()).toEqual(["starting", "idle"]);
  });

  it("says how many tensors an idle engine holds, and forgets it with the process", () => {
    const { supervisor, children, states } = setUp();
    supervisor.launch();
    children[0].ready();
    children[0].says({ type: "heartbeat", tensors: 3 });
    children[0].says({ type: "heartbeat", tensors: 3 });
    children[0].says({ type: "heartbeat", tensors: 0 });
    const heard = states.map((state) => "tensors" in state && state.tensors);
    expect(heard).toEqual([false, null, 3, 0]);
    children[0].exit(1);
    supervisor.launch();
    children[1].ready();
    expect(supervisor.state).toMatchObject({ state: "idle", tensors: null });
  });

  it("keeps commands until the engine is ready, in order", async () => {
    const { supervisor, children } = setUp();
    supervisor.launch();
    supervisor.start(7, spec);
    supervisor.pause(7);
    expect(supervisor.state).toEqual({ state: "pausing", runId: 7 });
    expect(children[0].commands).toEqual([]);
    children[0].ready();
    expect(children[0].commands).toEqual([
      { type: "start", runId: 7, spec },
      { type: "pause" },
    ]);
  });

  it("follows a run through pause, resume and its end", async () => {
    const { supervisor, child, names } = await withRun();
    supervisor.pause(7);
    child.says({ type: "paused", runId: 7 });
    await settle();
    supervisor.resume(7);
    expect(supervisor.state.state).toBe("paused");
    child.says({ type: "resumed", runId: 7 });
    await settle();
    child.says(endedReport(7, summaryAt(10)));
    await settle();
    expect(supervisor.activeRun).toBeNull();
    expect(names()).toEqual([
      "starting",
      "idle",
      "running",
      "pausing",
      "paused",
      "running",
      "idle",
    ]);
    expect(child.commandTypes).toEqual(["start", "pause", "resume"]);
  });

  it("lets only a paused run make single steps", async () => {
    const { supervisor, child } = await withRun();
    expect(() => supervisor.step(7)).toThrow("Run 7 is not paused.");
    supervisor.pause(7);
    expect(() => supervisor.step(7)).toThrow("not paused");
    child.says({ type: "paused", runId: 7 });
    await settle();
    supervisor.step(7);
    child.says({ type: "paused", runId: 7 });
    await settle();
    expect(supervisor.state).toEqual({ state: "paused", runId: 7 });
    expect(child.commandTypes).toEqual(["start", "pause", "step"]);
  });

  it("takes back a pause that the engine has not seen", async () => {
    const { supervisor, child } = await withRun();
    supervisor.pause(7);
    supervisor.resume(7);
    expect(supervisor.state).toEqual({ state: "running", runId: 7 });
    expect(child.commandTypes).toEqual(["start", "pause", "resume"]);
    // It had seen it after all, and both answers are on their way.
    child.says({ type: "paused", runId: 7 });
    child.says({ type: "resumed", runId: 7 });
    await settle();
    expect(supervisor.state).toEqual({ state: "running", runId: 7 });
  });

  it("stops once, also from a pause, and stays stopping until the end", async () => {
    const { supervisor, child } = await withRun();
    supervisor.pause(7);
    supervisor.stop(7);
    supervisor.stop(7);
    supervisor.pause(7);
    supervisor.resume(7);
    child.says({ type: "paused", runId: 7 });
    await settle();
    expect(supervisor.state).toEqual({ state: "stopping", runId: 7 });
    expect(child.commandTypes).toEqual(["start", "pause", "stop"]);
    child.says(endedReport(7, summaryAt(3)));
    await settle();
    expect(supervisor.state.state).toBe("idle");
  });

  it("is idle again after a run that failed", async () => {
    const { supervisor, child, log } = await withRun();
    const error = { code: "engine" as const, message: "No data." };
    child.says({ type: "failed", runId: 7, error });
    await settle();
    expect(supervisor.state.state).toBe("idle");
    expect(log).toEqual(["failed"]);
  });

  it("refuses a second run, and commands for a run that is not going", async () => {
    const { supervisor } = await withRun();
    expect(() => supervisor.start(8, spec)).toThrow("busy with run 7");
    for (const command of ["pause", "resume", "stop"] as const)
      expect(() => supervisor[command](8)).toThrow("Run 8 is not running");
  });

  it("hands reports over one by one, and is busy until the end is stored", async () => {
    let open = 0;
    let most = 0;
    const { supervisor, child, log } = await withRun({
      deliver: async () => {
        most = Math.max(most, ++open);
        await new Promise((resolve) => setTimeout(resolve, 50));
        open--;
      },
    });
    child.says(batchReport(7, 0));
    child.says(batchReport(7, 10));
    child.says(endedReport(7, summaryAt(19)));
    await vi.advanceTimersByTimeAsync(149);
    expect(log).toEqual(["batch", "batch"]);
    expect(supervisor.activeRun).toBe(7);
    await vi.advanceTimersByTimeAsync(1);
    expect(log).toEqual(["batch", "batch", "ended"]);
    expect(supervisor.activeRun).toBeNull();
    expect(most).toBe(1);
  });

  it("stores what came before a crash, then counts the run as lost", async () => {
    const { supervisor, child, children, log, states } = await withRun({
      deliver: () => new Promise((resolve) => setTimeout(resolve, 50)),
    });
    child.says(batchReport(7, 0));
    child.says(batchReport(7, 10));
    child.exit(139, "crashed");
    expect(() => supervisor.start(8, spec)).toThrow("busy");
    await vi.advanceTimersByTimeAsync(200);
    expect(log).toEqual(["batch", "batch", "lost 7"]);
    expect(states.at(-1)).toEqual({
      state: "crashed",
      message: expect.stringMatching(/crashed \(code 139\).*run 7.*kept\.$/),
    });
    supervisor.start(8, spec);
    expect(children.length).toBe(2);
    children[1].ready();
    expect(children[1].commandTypes).toEqual(["start"]);
    expect(supervisor.state).toEqual({ state: "running", runId: 8 });
  });

  it("does not take an exit with code 0 for the end of a run", async () => {
    const { supervisor, child, log } = await withRun();
    child.exit(0);
    await settle();
    expect(log).toEqual(["lost 7"]);
    expect(supervisor.state.state).toBe("crashed");
  });

  it("says so when the engine cannot even start, and tries anew with a run", async () => {
    const { supervisor, children, log } = setUp();
    supervisor.launch();
    children[0].exit(1);
    await settle();
    expect(supervisor.state).toEqual({
      state: "crashed",
      message: "The compute engine stopped unexpectedly (code 1).",
    });
    supervisor.start(7, spec);
    children[1].exit(1);
    await settle();
    expect(log).toEqual(["lost 7"]);
    expect(supervisor.state.state).toBe("crashed");
  });

  it("ignores what a dead engine still has to say", async () => {
    const { supervisor, child, children, log } = await withRun();
    child.exit(1);
    await settle();
    supervisor.start(8, spec);
    child.says(batchReport(8, 0));
    child.exit(1);
    await settle();
    expect(log).toEqual(["lost 7"]);
    expect(supervisor.activeRun).toBe(8);
    expect(children.length).toBe(2);
  });

  it("notices silence and its end", async () => {
    const { supervisor, child } = await withRun();
    await seconds(silenceLimit - 1);
    expect(supervisor.state.state).toBe("running");
    await seconds(1);
    expect(supervisor.state).toEqual({
      state: "silent",
      runId: 7,
      seconds: silenceLimit,
    });
    await seconds(2);
    expect(supervisor.state).toMatchObject({ seconds: silenceLimit + 2 });
    child.says({ type: "heartbeat", tensors: 0 });
    expect(supervisor.state).toEqual({ state: "running", runId: 7 });
    expect(child.wasKilled).toBe(false);
  });

  it("does not mind silence without a run", async () => {
    const { supervisor, children } = setUp();
    supervisor.launch();
    children[0].ready();
    await seconds(100);
    expect(supervisor.state.state).toBe("idle");
  });

  it("ends an engine that does not answer a stop", async () => {
    const { supervisor, child, log } = await withRun();
    supervisor.stop(7);
    await seconds(silenceLimit - 1);
    expect(child.wasKilled).toBe(false);
    await seconds(1);
    expect(child.wasKilled).toBe(true);
    expect(log).toEqual(["lost 7"]);
    expect(supervisor.state).toMatchObject({
      state: "crashed",
      message: expect.stringContaining("did not respond"),
    });
  });

  it("goes on when a delivery fails, and reports the error", async () => {
    const { supervisor, child, errors } = await withRun({
      deliver: async ({ type }) => {
        if (type === "batch") throw new Error("no");
      },
    });
    child.says(batchReport(7, 0));
    child.says(endedReport(7, summaryAt(9)));
    await settle();
    expect(errors).toEqual([new Error("no")]);
    expect(supervisor.state.state).toBe("idle");
  });
});

it("is free for the next run when what follows from the end of one, or its loss, fails", async () => {
  const { supervisor, child, errors } = await withRun({
    deliver: async ({ type }) => {
      if (type === "ended") throw new Error("no analysis");
    },
    lost: async () => {
      throw new Error("not stored");
    },
  });
  child.says(endedReport(7, summaryAt(9)));
  await settle();
  expect(supervisor.activeRun).toBeNull();
  supervisor.start(8, spec);
  child.exit(1);
  await settle();
  expect(errors).toEqual([new Error("no analysis"), new Error("not stored")]);
  expect(supervisor.activeRun).toBeNull();
});

describe("kernels", () => {
  const chosen: Kernels = { by: "tensorflow", threads: 2 };
  const begun: Kernels = { by: "onednn", threads: 1 };
  const float32 = {
    ...engine,
    precision: "float32" as const,
    ...{ kernels: begun.by, threads: begun.threads },
  };
  const fork = {
    ...{ step: 3, earlier: [], precision: "float32" as const, digest: null },
    parent: { name: "a", createdAt: 0, spec },
  };

  function started() {
    const parts = setUp({ kernelsOf: () => chosen });
    parts.supervisor.launch();
    parts.children[0].ready();
    return parts;
  }

  it("are those that were chosen, for a new run", async () => {
    const { supervisor, children, kernels } = started();
    supervisor.start(7, spec);
    await settle();
    expect(kernels).toEqual([chosen]);
    expect(children[0].commandTypes).toEqual(["start"]);
  });

  it.each([
    ["goes on", { checkpoint: checkpointAt(3), engine: float32 }],
    ["is a fork", { checkpoint: null, fork: { ...fork, kernels: begun } }],
  ])(
    "are those that it began with, for a run that %s",
    async (_, beginning) => {
      const { supervisor, children, kernels, log, names } = started();
      supervisor.start(7, spec, beginning);
      await settle();
      expect(kernels).toEqual([chosen, begun]);
      expect(children[0].wasKilled).toBe(true);
      expect(children[0].commandTypes).toEqual([]);
      children[1].ready();
      expect(children[1].commandTypes).toEqual(["start"]);
      children[1].says(endedReport(7, summaryAt(9)));
      await settle();
      expect(log).toEqual(["ended"]);
      expect(names()).not.toContain("crashed");
      // The next new one has those of new runs.
      supervisor.start(8, spec);
      expect(kernels).toEqual([chosen, begun, chosen]);
    },
  );

  it("are those of the run that it repeats, and of the run that a question is about", async () => {
    const { supervisor, kernels } = started();
    const asked = { kind: "beginning" as const, spec, engine: float32 };
    const answer = supervisor.ask(asked);
    answer.catch(() => undefined);
    expect(kernels).toEqual([chosen, begun]);
    supervisor.start(7, spec, null, float32);
    expect(kernels).toEqual([chosen, begun]);
  });

  it("do not matter in float64, nor to questions without a run", async () => {
    const { supervisor, kernels } = started();
    const survey = supervisor.ask({
      kind: "preview",
      data: { source: "iris" } as never,
    });
    survey.catch(() => undefined);
    supervisor.start(7, spec, { checkpoint: checkpointAt(3), engine });
    expect(kernels).toEqual([chosen]);
  });

  it("of a fork that does not say are TensorFlow's own", () => {
    const { supervisor, kernels } = started();
    supervisor.start(7, spec, { checkpoint: null, fork });
    expect(kernels.at(-1)?.by).toBe("tensorflow");
  });

  it("that a question needs cut short the one before", async () => {
    const { supervisor } = started();
    const first = supervisor.ask({ kind: "estimate", spec });
    const refused = expect(first).rejects.toThrow("cut short");
    const asked = { kind: "beginning" as const, spec, engine: float32 };
    supervisor.ask(asked).catch(() => undefined);
    await refused;
  });
});

describe("closing the supervisor", () => {
  it("ends an idle engine", async () => {
    const { supervisor, children, names } = setUp();
    supervisor.launch();
    children[0].ready();
    await supervisor.close();
    expect(children[0].wasKilled).toBe(true);
    expect(names()).not.toContain("crashed");
  });

  it("lets a run stop by itself", async () => {
    const { supervisor, child, log } = await withRun();
    const closed = supervisor.close();
    expect(child.commandTypes).toEqual(["start", "stop"]);
    expect(child.wasKilled).toBe(false);
    child.says(batchReport(7, 0));
    child.says(endedReport(7, summaryAt(9)));
    await seconds(1);
    await closed;
    expect(child.wasKilled).toBe(true);
    expect(log).toEqual(["batch", "ended"]);
  });

  it("ends a run that does not stop in time, after storing what came", async () => {
    const { supervisor, child, log } = await withRun();
    child.diesWhenKilled = false;
    const closed = supervisor.close();
    child.says(batchReport(7, 0));
    await seconds(3);
    expect(child.wasKilled).toBe(true);
    expect(log).toEqual(["batch"]);
    await seconds(2);
    await closed;
    expect(log).toEqual(["batch", "lost 7"]);
  });
});
