import { appendFileSync } from "node:fs";
import { inject } from "vitest";

/** What came of the inputs of one kind. */
export interface Tally {
  kind: string;
  inputs: number;
  accepted: number;
  refused: number;
  crashes: number;
  hangs: number;
  writesOutside: number;
  pollution: number;
  seed: number;
}

declare module "vitest" {
  interface ProvidedContext {
    badInputReport: string;
  }
}

/** Adds a line to the table that is printed when all tests are over. */
export function report(tally: Tally) {
  appendFileSync(inject("badInputReport"), `${JSON.stringify(tally)}\n`);
}
