import { toLabError } from "../../../core/errors";

/** Does something again and again beside other work, one after the other. */
export class Copies {
  readonly #timer: NodeJS.Timeout;
  #going: Promise<void> | null = null;

  /** @param every milliseconds @param log hears why it did not succeed: the work beside it goes on */
  constructor(
    every: number,
    log: (line: string) => void,
    make: () => Promise<void>,
  ) {
    this.#timer = setInterval(() => {
      this.#going ??= make()
        .catch((thrown: unknown) =>
          log(`No copy was kept: ${toLabError(thrown).message}`),
        )
        .finally(() => (this.#going = null));
    }, every);
  }

  /** Waits for the one that is being made; no other begins. */
  async end() {
    clearInterval(this.#timer);
    await this.#going;
  }
}
