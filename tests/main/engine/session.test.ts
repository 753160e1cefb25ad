import { describe, expect, it } from "vitest";
import type {
  EngineAnswer,
  EngineQuestion,
  EngineReport,
} from "../../../core/contract/engine";
import { LabFailure } from "../../../core/errors";
import type { RunControl, RunUpdate } from "../../../core/run/control";
import {
  Session,
  type Answer,
  type Execute,
} from "../../../main/engine/session";
import { batchOf, engine, spec, summaryAt } from "../archive/helpers";

const batch = (from: number): RunUpdate => ({
  type: "batch",
  batch: batchOf(from, 2),
  events: [],
  summary: summaryAt(from + 1),
});
const ended: RunUpdate = {
  type: "ended",
  outcome: "finished",
  summary: summaryAt(9),
};

function setUp(execute: Execute, answer: Answer = noAnswer) {
  const reports: EngineReport[] = [];
  const session = new Session(execute, answer, (report) => {
    reports.push(report);
  });
  const types = () => reports.map(({ type }) => type);
  return { session, reports, types };
}

const noAnswer: Answer = () => Promise.reject(new Error("Nobody asked."));
const shape = {
  inputShape: [1],
  targetWidth: 1,
  classes: null,
  testSamples: 0,
  cautions: [],
};
const preview = (samples: number): EngineAnswer => ({
  kind: "preview",
  preview: { samples, ...shape, rows: [] },
});
const question: EngineQuestion = { kind: "estimate", spec };

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe("engine session", () => {
  it("reports the updates of a run under its number", async () => {
    const { session, reports, types } = setUp(async function* (_, options) {
      options.onStarted(engine);
      yield batch(0);
      yield ended;
    });
    session.handle({ type: "start", runId: 3, spec });
    await settle();
    expect(types()).toEqual(["started", "batch", "ended"]);
    expect(
      reports.every((report) => "runId" in report && report.runId === 3),
    ).toBe(true);
  });

  it("has one batch on its way, and computes one ahead", async () => {
    let pulled = 0;
    const { session, types } = setUp(async function* () {
      for (let i = 0; i < 4; i++) {
        pulled++;
        yield batch(2 * i);
      }
      yield ended;
    });
    session.handle({ type: "start", runId: 3, spec });
    await settle();
    expect([types().length, pulled]).toEqual([1, 2]);
    session.handle({ type: "stored" });
    await settle();
    expect([types().length, pulled]).toEqual([2, 3]);
    session.handle({ type: "stored" });
    await settle();
    session.handle({ type: "stored" });
    await settle();
    expect(types()).toEqual(["batch", "batch", "batch", "batch", "ended"]);
  });

  it("passes commands to the run", async () => {
    const { session, types } = setUp(async function* (_, { control }) {
      const until = async (request: RunControl["request"]) => {
        while (control.request !== request) await settle();
      };
      await until("pause");
      yield { type: "paused" };
      await control.whilePaused();
      yield { type: "resumed" };
      await until("stop");
      yield { type: "ended", outcome: "stopped", summary: summaryAt(0) };
    });
    session.handle({ type: "pause" });
    session.handle({ type: "start", runId: 3, spec });
    await settle();
    expect(types()).toEqual([]);
    for (const type of ["pause", "resume", "stop"] as const) {
      session.handle({ type });
      await settle();
      await settle();
    }
    expect(types()).toEqual(["paused", "resumed", "ended"]);
  });

  it("keeps the words of a failure, and is free for the next run", async () => {
    let attempt = 0;
    const error = { code: "engine" as const, message: "No TensorFlow." };
    const { session, reports } = setUp(async function* () {
      if (++attempt === 1) throw new LabFailure(error);
      if (attempt === 2) throw new RangeError("Out of memory");
      yield ended;
    });
    for (const runId of [1, 2, 3]) {
      session.handle({ type: "start", runId, spec });
      await settle();
    }
    expect(reports).toEqual([
      { type: "failed", runId: 1, error },
      {
        type: "failed",
        runId: 2,
        error: { code: "unexpected", message: "Out of memory" },
      },
      { ...ended, runId: 3 },
    ]);
  });

  it("refuses a second run and goes on with the first", async () => {
    const { session, reports } = setUp(async function* (_, { control }) {
      while (control.request !== "stop") await settle();
      yield ended;
    });
    session.handle({ type: "start", runId: 1, spec });
    session.handle({ type: "start", runId: 2, spec });
    session.handle({ type: "stop" });
    await settle();
    await settle();
    expect(reports).toMatchObject([
      { type: "failed", runId: 2, error: { code: "busy" } },
      { type: "ended", runId: 1 },
    ]);
  });

  it("lets a paused run make one step for each time it is asked", async () => {
    let steps = 0;
    const { session } = setUp(async function* (_, { control }) {
      while (control.request !== "stop") {
        await control.whilePaused();
        steps++;
      }
      yield ended;
    });
    session.handle({ type: "start", runId: 1, spec });
    session.handle({ type: "pause" });
    await settle();
    steps = 0;
    for (let asked = 1; asked <= 3; asked++) {
      session.handle({ type: "step" });
      await settle();
      expect(steps).toBe(asked);
    }
    session.handle({ type: "stop" });
  });

  it("answers a question, or says why not", async () => {
    const { session, reports } = setUp(
      async function* () {
        yield ended;
      },
      async (asked) => {
        if (asked.kind === "preview") return preview(7);
        throw new LabFailure({ code: "bad-experiment", message: "No." });
      },
    );
    session.handle({ type: "ask", id: 1, question });
    await settle();
    const data = { source: "iris" } as const;
    session.handle({ type: "ask", id: 2, question: { kind: "preview", data } });
    await settle();
    expect(reports).toEqual([
      {
        type: "refused",
        id: 1,
        error: { code: "bad-experiment", message: "No." },
      },
      { type: "answered", id: 2, answer: preview(7) },
    ]);
  });

  it("cuts an answer short for a run and for the next question", async () => {
    const { session, reports } = setUp(
      async function* (_, { control }) {
        while (control.request !== "stop") await settle();
        yield ended;
      },
      async (_, control) => {
        while (control.request !== "stop") await settle();
        throw new LabFailure({ code: "busy", message: "Cut short." });
      },
    );
    session.handle({ type: "ask", id: 1, question });
    session.handle({ type: "ask", id: 2, question });
    await settle();
    await settle();
    session.handle({ type: "start", runId: 3, spec });
    await settle();
    await settle();
    session.handle({ type: "ask", id: 4, question });
    await settle();
    session.handle({ type: "stop" });
    await settle();
    await settle();
    expect(
      reports.map((report) => [
        report.type,
        "id" in report ? report.id : "runId" in report && report.runId,
      ]),
    ).toEqual([
      ["refused", 1],
      ["refused", 2],
      ["refused", 4],
      ["ended", 3],
    ]);
  });
});
