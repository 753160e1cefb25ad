import { describe, expect, it } from "vitest";
import type { Engines, RunDetail } from "../../../core/contract/api";
import { runStatuses } from "../../../core/run/status";
import { toolbarOf, toolWords } from "../../../renderer/screens/live/toolbar";
import { run } from "../fake-lab";

const free: Engines = { states: [{ state: "starting" }], hasRoom: true };
const at = (state: "pausing" | "stopping" | "paused"): Engines => ({
  states: [{ state, runId: 1 }],
  hasRoom: false,
});
const recorded = { steps: 10, spectrum: 1, test: 0, batch: 0, batchSteps: 0 };

/** "Pause" of a button that can be pressed, else its words and why not. */
function told(changes: Partial<RunDetail>, engines = free) {
  const tools = toolbarOf(
    run({ rows: recorded, ...changes } as never),
    engines,
  );
  return Object.fromEntries(
    Object.entries(tools).map(([name, { action, whyNot, more = "" }]) => {
      const words = toolWords[name as keyof typeof toolWords];
      const label = (words as Record<string, string>)[action] + more;
      return [name, whyNot === null ? label : `${label}: ${whyNot}`];
    }),
  );
}

describe("the toolbar of a run", () => {
  it("has every button in every state, with its reason where it cannot be pressed", () => {
    for (const status of runStatuses)
      for (const engines of [
        free,
        at("pausing"),
        at("stopping"),
        at("paused"),
      ]) {
        const tools = told({ status }, engines);
        expect(Object.keys(tools)).toEqual(Object.keys(toolWords));
        for (const words of Object.values(tools))
          expect(words).toMatch(/^[A-Z][^:]+(: [A-Z].+\.)?$/);
      }
  });

  it("of a running run pauses and stops", () => {
    expect(told({ status: "running" })).toMatchObject({
      main: "Pause",
      step: "One step: Pause the run first.",
      stop: "Stop and keep",
      report: "Report (PDF)…",
    });
    expect(told({ status: "running" }, at("pausing")).main).toBe(
      "Pausing…: The engine finishes the step that it is at.",
    );
    expect(told({ status: "running" }, at("stopping"))).toMatchObject({
      main: "Pause: The run is about to stop.",
      stop: "Stopping…: The engine finishes the step that it is at.",
    });
  });

  it("of a paused run resumes and makes one step", () => {
    expect(told({ status: "paused" }, at("paused"))).toMatchObject({
      main: "Resume",
      step: "One step",
      stop: "Stop and keep",
    });
    expect(told({ status: "paused" }, at("stopping"))).toMatchObject({
      main: "Resume: The run is about to stop.",
      step: "One step: The run is about to stop.",
    });
  });

  it("of a waiting run takes it out of the queue", () => {
    const rows = { steps: 0, spectrum: 0, test: 0, batch: 0, batchSteps: 0 };
    expect(told({ status: "queued", rows })).toEqual({
      main: "Pause: The run waits in the queue.",
      step: "One step: The run waits in the queue.",
      stop: "Take out of the queue",
      reproduce:
        "Reproduce: The run has to end first: the two are compared at their ends.",
      report: "Report (PDF)…: Nothing has been recorded yet.",
    });
  });

  it("of a run that ended early continues from its checkpoint when an engine is free", () => {
    const stopped = { status: "stopped", checkpointStep: 1200 } as const;
    expect(told(stopped).main).toBe("Continue from step 1,200");
    expect(told(stopped, at("paused")).main).toBe(
      "Continue from step 1,200: Another run has to end first.",
    );
    expect(told({ status: "diverged" }).main).toBe(
      "Continue: The run has no checkpoint to continue from.",
    );
    expect(told({ status: "finished" })).toMatchObject({
      main: "Continue: The run has done all of its steps.",
      stop: "Stop and keep: The run has ended.",
      reproduce: "Reproduce",
    });
  });
});
