/** `npm run bench`: speed as ratios, with a display of its own where there is none, and a table of the goals. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { onExit } from "./setup/cleanup.mjs";
import { runAlone } from "./test/alone.mjs";
import { benchTable, newPage } from "./test/bench-table.mjs";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "edge-lab-bench-"));
onExit.removing(folder);
const file = path.join(folder, "figures");
fs.writeFileSync(file, "");
// Those without goals run when they are named.
const words = process.argv.slice(2);
const all = ["--exclude=tests/bench/more/**"];
const before = newPage();
await runAlone(
  "bench",
  { EDGE_LAB_BENCH_FIGURES: file },
  words.length > 0 ? words : all,
);
const lines = fs.readFileSync(file, "utf8").split("\n").filter(Boolean);
if (lines.length > 0) {
  const figures = lines.map((line) => JSON.parse(line));
  const table = benchTable(figures, [before, newPage()]);
  process.stdout.write(`\n${table.join("\n")}\n`);
}
