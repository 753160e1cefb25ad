import type {
  Beginning,
  EngineAnswer,
  EngineCommand,
  EngineQuestion,
  EngineReport,
} from "../../core/contract/engine";
import { LabFailure, toLabError } from "../../core/errors";
import type { ExperimentSpec } from "../../core/experiment/spec";
import { RunControl, type RunUpdate } from "../../core/run/control";
import type { EngineInfo } from "../../core/run/summary";
import { cutShort } from "./cut-short";

export type Execute = (
  spec: ExperimentSpec,
  options: {
    control: RunControl;
    onStarted: (engine: EngineInfo) => void;
    beginning?: Beginning;
  },
) => AsyncGenerator<RunUpdate>;

/** Answers a question unless it is stopped. */
export type Answer = (
  question: EngineQuestion,
  control: RunControl,
  onProgress: (share: number) => void,
) => Promise<EngineAnswer>;

type AskCommand = Extract<EngineCommand, { type: "ask" }>;
type StartCommand = Extract<EngineCommand, { type: "start" }>;

/**
 * The engine's side of the conversation: commands in, reports out, one run at a time.
 *
 * At most one batch is on its way to the disk. The run computes the next one meanwhile and then
 * waits, so a slow disk slows the run down and does not fill the memory.
 */
export class Session {
  #control: RunControl | null = null;
  /** The last question, while it is being answered. */
  #asked: { control: RunControl; done: Promise<void> } | null = null;
  #stored: Promise<void> = Promise.resolve();
  #markStored: () => void = () => undefined;

  constructor(
    private readonly execute: Execute,
    private readonly answer: Answer,
    private readonly send: (report: EngineReport) => void,
  ) {}

  handle(command: EngineCommand) {
    switch (command.type) {
      case "start":
        return void this.#run(command);
      case "ask":
        return this.#ask(command);
      case "pause":
        return this.#control?.pause();
      case "resume":
        return this.#control?.resume();
      case "step":
        return this.#control?.step();
      case "stop":
        return (this.#control ?? this.#asked?.control)?.stop();
      case "stored":
        return this.#markStored();
    }
  }

  async #run({ runId, spec, beginning }: StartCommand) {
    try {
      if (this.#control)
        throw new LabFailure({
          code: "busy",
          message: "The engine is busy with another run.",
        });
      const control = (this.#control = new RunControl());
      try {
        this.#asked?.control.stop();
        await this.#asked?.done;
        const onStarted = (engine: EngineInfo) =>
          this.send({ type: "started", runId, engine });
        const options = {
          control,
          onStarted,
          ...(beginning && { beginning }),
        };
        for await (const update of this.execute(spec, options))
          await this.#report(runId, update);
      } finally {
        this.#control = null;
      }
    } catch (thrown) {
      this.send({ type: "failed", runId, error: toLabError(thrown) });
    }
  }

  /** Answers the newest question; the one before is cut short. */
  #ask({ id, question }: AskCommand) {
    const before = this.#asked;
    before?.control.stop();
    const control = new RunControl();
    const asked = { control, done: this.#reply(id, question, control, before) };
    this.#asked = asked;
    void asked.done.then(() => {
      if (this.#asked === asked) this.#asked = null;
    });
  }

  async #reply(
    id: number,
    question: EngineQuestion,
    control: RunControl,
    before: { done: Promise<void> } | null,
  ) {
    try {
      await before?.done;
      if (this.#control || control.request === "stop") throw cutShort();
      const answer = await this.answer(question, control, (share) =>
        this.send({ type: "progress", id, share }),
      );
      this.send({ type: "answered", id, answer });
    } catch (thrown) {
      this.send({ type: "refused", id, error: toLabError(thrown) });
    }
  }

  async #report(runId: number, update: RunUpdate) {
    if (update.type === "batch") {
      await this.#stored;
      this.#stored = new Promise((resolve) => (this.#markStored = resolve));
    }
    this.send({ ...update, runId });
  }
}
