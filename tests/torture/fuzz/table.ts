/** Puts what the tests of bad input counted, each in a process of its own, into one table. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { printTable } from "../table";
import type { Tally } from "./report";

/** Runs before all tests of the project; what it returns, after them. */
export default function setUp(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), "edge-lab-fuzz-"));
  const file = join(folder, "report");
  appendFileSync(file, "");
  project.provide("badInputReport", file);
  return () => {
    const tallies = readFileSync(file, "utf8")
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Tally);
    if (tallies.length > 0) print(tallies);
    rmSync(folder, { recursive: true });
  };
}

type Count = Exclude<keyof Tally, "kind" | "seed">;
const counts: Record<Count, string> = {
  inputs: "inputs",
  accepted: "accepted",
  refused: "refused with a sentence",
  crashes: "crashes",
  hangs: "hangs",
  writesOutside: "writes outside",
  pollution: "prototype pollution",
};
const names = Object.keys(counts) as Count[];

function print(tallies: Tally[]) {
  const line = (tally: Record<Count, number>, seed: string) =>
    [...names.map((name) => number(name, tally[name])), seed].join("  ");
  const sum = (name: Count) =>
    tallies.reduce((total, tally) => total + tally[name], 0);
  const total = Object.fromEntries(names.map((name) => [name, sum(name)]));
  printTable("Bad input", {
    kind: [
      ...Object.values(counts).map((name) => name.padStart(8)),
      "seed",
    ].join("  "),
    ...Object.fromEntries(
      tallies.map((tally) => [tally.kind, line(tally, String(tally.seed))]),
    ),
    "in all": line(total as Record<Count, number>, ""),
  });
}

function number(name: Count, value: number) {
  const width = Math.max(counts[name].length, 8);
  return value.toLocaleString("en").padStart(width);
}
