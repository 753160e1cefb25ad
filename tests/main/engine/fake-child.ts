import type {
  EngineCommand,
  EngineReport,
} from "../../../core/contract/engine";
import type { RunSummary } from "../../../core/run/summary";
import type { EngineChild } from "../../../main/engine/child";
import type { Exit, ExitReason } from "../../../main/engine/exit";
import { batchOf, summaryAt } from "../archive/helpers";

/** An engine process that does what the test says, and keeps the commands it got. */
export class FakeChild implements EngineChild {
  readonly commands: EngineCommand[] = [];
  wasKilled = false;
  /** A process that hangs takes its time to die. */
  diesWhenKilled = true;
  #report: (report: EngineReport) => void = () => undefined;
  #exit: (exit: Exit) => void = () => undefined;

  send(command: EngineCommand) {
    this.commands.push(command);
  }

  onReport(listener: (report: EngineReport) => void) {
    this.#report = listener;
  }

  onExit(listener: (exit: Exit) => void) {
    this.#exit = listener;
  }

  kill() {
    this.wasKilled = true;
    if (this.diesWhenKilled) this.exit(0, "killed");
  }

  says(report: EngineReport) {
    this.#report(report);
  }

  ready() {
    this.says({
      type: "ready",
      tensorflow: { available: true, version: "4.22.0" },
    });
  }

  exit(code: number, reason: ExitReason = "failed") {
    this.#exit({ reason, detail: `code ${code}` });
  }

  get commandTypes() {
    return this.commands.map(({ type }) => type);
  }
}

export function batchReport(runId: number, from: number, length = 10) {
  return {
    type: "batch" as const,
    runId,
    batch: batchOf(from, length),
    events: [],
    summary: summaryAt(from + length - 1),
  };
}

export function endedReport(runId: number, summary: RunSummary) {
  return {
    type: "ended" as const,
    runId,
    outcome: "finished" as const,
    summary,
  };
}
