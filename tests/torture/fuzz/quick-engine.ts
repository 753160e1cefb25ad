import type {
  EngineCommand,
  EngineReport,
} from "../../../core/contract/engine";
import { engine, summaryAt } from "../../main/archive/helpers";
import { batchReport, FakeChild } from "../../main/engine/fake-child";

const rows = 10;

/**
 * An engine that has nothing to compute: one run in three is over at once, the others do what they are
 * told, and questions are refused.
 */
export class QuickEngine extends FakeChild {
  #run: number | null = null;

  constructor() {
    super();
    // As a process, it is heard after it was made.
    setImmediate(() => this.ready());
  }

  override send(command: EngineCommand) {
    super.send(command);
    setImmediate(() => this.#do(command));
  }

  #do(command: EngineCommand) {
    const { type } = command;
    if (type === "start") {
      const { runId } = command;
      this.#run = runId;
      this.says({ type: "started", runId, engine });
      // A run that goes on is one of those that did not end at once.
      if (command.beginning && "engine" in command.beginning) return;
      this.says(batchReport(runId, 0, rows));
      if (runId % 3 === 0) this.#end("finished");
    } else if (type === "ask") {
      const error = {
        code: "engine",
        message: "It computes nothing.",
      } as const;
      this.says({ type: "refused", id: command.id, error });
    } else if (this.#run === null) return;
    else if (type === "pause") this.#says("paused");
    else if (type === "resume") this.#says("resumed");
    else if (type === "stop") this.#end("stopped");
  }

  #says(type: "paused" | "resumed") {
    if (this.#run !== null) this.says({ type, runId: this.#run });
  }

  #end(outcome: Extract<EngineReport, { type: "ended" }>["outcome"]) {
    const runId = this.#run;
    this.#run = null;
    if (runId === null) return;
    this.says({ type: "ended", runId, outcome, summary: summaryAt(rows - 1) });
  }
}
