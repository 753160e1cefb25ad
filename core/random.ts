import { log } from "./math/log";

/** A seeded stream of random numbers. */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** What `restoreRandom` needs to go on from here. */
  readonly state: RandomState;
}

/** The four 32-bit words of the generator. */
export type RandomState = [a: number, b: number, c: number, counter: number];

/**
 * The sfc32 generator (Doty-Humphrey, PractRand): 128 bits of state, and the same numbers on every
 * machine.
 * @param stream a whole number: streams of one seed are independent of each other
 */
export function createRandom(seed: number, stream = 0): Random {
  const state: RandomState = [0x9e3779b9, 0x243f6a88 ^ stream, seed | 0, 1];
  // The first outputs of nearby seeds resemble each other.
  for (let i = 0; i < 15; i++) next(state);
  return restoreRandom(state);
}

/** The stream that goes on from a state. */
export function restoreRandom(from: RandomState): Random {
  const state: RandomState = [...from];
  const uniform = () =>
    ((next(state) >>> 5) * 2 ** 26 + (next(state) >>> 6)) / 2 ** 53;
  // Marsaglia's polar method: the cosine of Box and Muller's differs between versions of V8.
  const normal = (): number => {
    const x = 2 * uniform() - 1;
    const y = 2 * uniform() - 1;
    const square = x * x + y * y;
    return square > 0 && square < 1
      ? x * Math.sqrt((-2 * log(square)) / square)
      : normal();
  };
  return {
    uniform,
    normal,
    get state() {
      return [...state] satisfies RandomState;
    },
  };
}

/** 32 bits; moves the state. */
function next(state: RandomState): number {
  const [a, b, c, counter] = state;
  const t = (((a + b) | 0) + counter) | 0;
  state[0] = b ^ (b >>> 9);
  state[1] = (c + (c << 3)) | 0;
  state[2] = (((c << 21) | (c >>> 11)) + t) | 0;
  state[3] = (counter + 1) | 0;
  return t >>> 0;
}
