import type {
  Continuation,
  EngineCommand,
  EngineReport,
} from "../../core/contract/engine";
import { LabFailure, toLabError } from "../../core/contract/errors";
import type { ExperimentSpec } from "../../core/experiment/spec";
import { RunControl, type RunUpdate } from "../../core/run/control";
import type { EngineInfo } from "../../core/run/summary";

export type Execute = (
  spec: ExperimentSpec,
  options: {
    control: RunControl;
    onStarted: (engine: EngineInfo) => void;
    continuation?: Continuation;
  },
) => AsyncGenerator<RunUpdate>;

type StartCommand = Extract<EngineCommand, { type: "start" }>;

/**
 * The engine's side of the conversation: commands in, reports out, one run at a time.
 *
 * At most one batch is on its way to the disk. The run computes the next one meanwhile and then
 * waits, so a slow disk slows the run down and does not fill the memory.
 */
export class Session {
  readonly #execute: Execute;
  readonly #send: (report: EngineReport) => void;
  #control: RunControl | null = null;
  #stored: Promise<void> = Promise.resolve();
  #markStored: () => void = () => undefined;

  constructor(execute: Execute, send: (report: EngineReport) => void) {
    this.#execute = execute;
    this.#send = send;
  }

  handle(command: EngineCommand) {
    switch (command.type) {
      case "start":
        return void this.#run(command);
      case "pause":
        return this.#control?.pause();
      case "resume":
        return this.#control?.resume();
      case "stop":
        return this.#control?.stop();
      case "stored":
        return this.#markStored();
    }
  }

  async #run({ runId, spec, continuation }: StartCommand) {
    try {
      if (this.#control)
        throw new LabFailure({
          code: "busy",
          message: "The engine is busy with another run.",
        });
      const control = (this.#control = new RunControl());
      try {
        const onStarted = (engine: EngineInfo) =>
          this.#send({ type: "started", runId, engine });
        const options = {
          control,
          onStarted,
          ...(continuation && { continuation }),
        };
        for await (const update of this.#execute(spec, options))
          await this.#report(runId, update);
      } finally {
        this.#control = null;
      }
    } catch (thrown) {
      this.#send({ type: "failed", runId, error: toLabError(thrown) });
    }
  }

  async #report(runId: number, update: RunUpdate) {
    if (update.type === "batch") {
      await this.#stored;
      this.#stored = new Promise((resolve) => (this.#markStored = resolve));
    }
    this.#send({ ...update, runId });
  }
}
