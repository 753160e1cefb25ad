import type { LookQuestion, NetworkLook } from "../../core/contract/engine";
import { withWeightDecay } from "../../core/optimizers/weight-decay";
import type { RunControl } from "../../core/run/control";
import { Replay } from "../../core/run/replay";
import { alongTop, type TopLine } from "../../core/views/along-top";
import { cutShort } from "./cut-short";
import { drive } from "./drive";
import { computedBy, prepareContinuation } from "./execute";
import type { PreparedRun, Surroundings } from "./prepare";
import { ReplayStates } from "./replay-states";

/** Milliseconds between two moments for messages. */
const breatheEvery = 15;

interface Opened {
  key: string;
  run: PreparedRun;
  replay: Replay;
  states: ReplayStates;
  /** The last one computed. */
  along: { step: number; line: TopLine } | null;
}

/** Looks at the network of one run after the other. The last one stays prepared, with its parameters at many steps. */
export class NetworkLooks {
  readonly #surroundings: Surroundings;
  #opened: Opened | null = null;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /**
   * @throws LabFailure `bad-experiment` where the data are no longer those of the run, `busy` when it is
   *   stopped
   */
  async look(
    question: LookQuestion,
    control: RunControl,
  ): Promise<NetworkLook> {
    const began = performance.now();
    const isLate = () => performance.now() - began >= question.patience;
    const opened = await this.#open(question);
    const { run, replay, states } = opened;
    const { step, checkpoint } = question;
    if (checkpoint) states.add({ ...checkpoint, seen: null });
    const from = states.before(step);
    if (replay.step > step || replay.step < from.step) replay.restore(from);
    await drive(
      this.#follow(opened, step, isLate),
      control,
      breatheEvery,
      cutShort,
    );
    const isThere = replay.step === step;
    const { theta, seen } = replay.state();
    const isWanted = question.along && isThere;
    return {
      step: replay.step,
      picture: run.viewer?.(theta) ?? null,
      along: isWanted ? await this.#along(opened, question, control) : null,
      seen,
    };
  }

  /** Follows the run to a step, or until it is late; at least one step. */
  *#follow({ replay, states }: Opened, step: number, isLate: () => boolean) {
    while (replay.step < step) {
      yield* replay.advance();
      states.pass(replay);
      if (isLate()) return;
      yield;
    }
  }

  async #along(opened: Opened, { spec }: LookQuestion, control: RunControl) {
    const { run, replay } = opened;
    const { step, theta } = replay.state();
    if (opened.along?.step === step) return opened.along.line;
    const line = await drive(
      alongTop(
        withWeightDecay(run.objective, spec.optimizer.weightDecay),
        theta,
        run.engine.precision,
      ),
      control,
      breatheEvery,
      cutShort,
    );
    opened.along = { step, line };
    return line;
  }

  async #open({ runId, spec, engine, fork }: LookQuestion): Promise<Opened> {
    const key = JSON.stringify([runId, spec, engine, fork]);
    if (this.#opened?.key === key) return this.#opened;
    this.#opened?.run.release();
    this.#opened = null;
    const options = { isViewed: true, fork };
    const run = await prepareContinuation(
      spec,
      computedBy(engine),
      this.#surroundings,
      options,
    );
    const { objective, theta, samples } = run;
    const replay = new Replay(spec, objective, theta, { fork, samples });
    const states = new ReplayStates(replay.state(), spec.steps);
    return (this.#opened = { key, run, replay, states, along: null });
  }
}
