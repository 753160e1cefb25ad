import fc from "fast-check";
import { isLong } from "../length";
import { Prototypes } from "./pollution";
import { report, type Tally } from "./report";
import { preview, Watchdog } from "./watchdog";

/** What the program said to an input: anything else is a failure. */
export type Verdict = "accepted" | "refused";

/** Failures that are counted apart. */
export class Hang extends Error {}
export class WriteOutside extends Error {}
class Pollution extends Error {}

/** On a machine that does much else, time passes so much faster. */
const patience = 10;

/** Repeats a campaign: a seed that found something is printed with the input. */
const given = process.env.EDGE_LAB_FUZZ_SEED;

/** New inputs are for the long form to find; the short one says the same of the same code. */
const newSeed = () => (isLong ? Math.floor(Math.random() * 2 ** 31) : 1);

export interface Campaign<T> {
  /** Its line in the table. */
  kind: string;
  inputs: fc.Arbitrary<T>;
  runs: number;
  /** Milliseconds of processor time that one input may take. */
  limit?: number;
  /** Tried before all others: what was found once. */
  examples?: T[];
  /** @throws when the program does anything but accept the input or refuse it with a sentence */
  check(input: T): Verdict | Promise<Verdict>;
}

/** Tries inputs; the first one that fails is made smaller and reported with the seed. */
export async function fuzz<T>({
  kind,
  inputs,
  runs,
  limit = 10_000,
  examples = [],
  check,
}: Campaign<T>) {
  const seed = given ? Number(given) : newSeed();
  const tally = emptyTally(kind, seed);
  const watchdog = new Watchdog();
  const prototypes = new Prototypes();
  let failed = false;
  const property = fc.asyncProperty(inputs, async (input) => {
    watchdog.begin(
      `${kind}, seed ${seed}: ${preview(input)}`,
      patience * limit,
    );
    try {
      const verdict = await within(limit, check, input);
      const [added] = prototypes.added();
      if (added) throw new Pollution(`There is now ${added}.`);
      count(verdict);
    } catch (thrown) {
      count(failureOf(thrown));
      failed = true;
      throw thrown;
    } finally {
      watchdog.end();
    }
  });
  /** What follows the first failure only makes its input smaller. */
  function count(outcome: Verdict | ReturnType<typeof failureOf>) {
    if (failed) return;
    tally.inputs++;
    tally[outcome]++;
  }
  try {
    const found = await fc.check(property, {
      seed,
      numRuns: runs,
      examples: examples.map((example): [T] => [example]),
    });
    if (found.failed)
      throw new Error(
        `${kind}, EDGE_LAB_FUZZ_SEED=${seed}, after ${found.numRuns} inputs: ${preview(found.counterexample?.[0])}`,
        { cause: found.errorInstance },
      );
  } finally {
    await watchdog.close();
    report(tally);
  }
}

async function within<T>(
  limit: number,
  check: (input: T) => Verdict | Promise<Verdict>,
  input: T,
): Promise<Verdict> {
  const begun = process.cpuUsage();
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Hang("It does not end.")),
      patience * limit,
    );
  });
  try {
    const verdict = await Promise.race([check(input), tooLong]);
    const { user, system } = process.cpuUsage(begun);
    const took = (user + system) / 1000;
    if (took > limit) throw new Hang(`It took ${Math.round(took)} ms.`);
    return verdict;
  } finally {
    clearTimeout(timer);
  }
}

function failureOf(thrown: unknown) {
  if (thrown instanceof Hang) return "hangs";
  if (thrown instanceof WriteOutside) return "writesOutside";
  return thrown instanceof Pollution ? "pollution" : "crashes";
}

function emptyTally(kind: string, seed: number): Tally {
  return {
    kind,
    inputs: 0,
    accepted: 0,
    refused: 0,
    crashes: 0,
    hangs: 0,
    writesOutside: 0,
    pollution: 0,
    seed,
  };
}
