import os from "node:os";

/**
 * A figure of a benchmark.
 * @typedef {object} Figure
 * @property {string} what
 * @property {string} unit empty for a ratio
 * @property {number[]} values of repeated measurements, or the only one
 * @property {{ most: number } | { least: number } | null} goal
 */

/**
 * The figures as a Markdown table: medians, with the lowest and the highest of several, the goals, and by
 * how much a goal is missed.
 * @param {Figure[]} figures
 * @param {number[]} pageTimes of `newPage`, in µs, at the beginning and at the end
 */
export function benchTable(figures, pageTimes) {
  const [{ model }] = os.cpus();
  const machine = [
    model.trim(),
    `${os.cpus().length} cores`,
    `Node ${process.versions.node}`,
    `new pages of memory in ${pageTimes.map(show).join(" and ")} µs`,
  ];
  const rows = figures.map(({ what, unit, values, goal }) => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const range = values.length > 1 ? ` (${show(low)}–${show(high)})` : "";
    const size = unit && ` ${unit}`;
    const of = goal && ("most" in goal ? goal.most : goal.least);
    const sign = goal && ("most" in goal ? "≤" : "≥");
    return [
      what,
      `${show(median(values))}${size}${range}`,
      of === null ? "" : `${sign} ${of.toLocaleString("en-US")}${size}`,
      distance(median(values), goal),
    ];
  });
  return [
    machine.join(", "),
    "",
    ...[
      ["what", "figure", "goal", "distance"],
      Array(4).fill("---"),
      ...rows,
    ].map((cells) => `| ${cells.join(" | ")} |`),
  ];
}

/**
 * What the system takes to give a new page of memory, in µs. Mostly it is well below 1; where it is 10,
 * programs take several times as long to start, and whatever works on new memory is slow.
 */
export function newPage() {
  const [bytes, page] = [2 ** 26, 2 ** 12];
  const memory = Buffer.allocUnsafeSlow(bytes);
  const begun = performance.now();
  for (let at = 0; at < bytes; at += page) memory[at] = 1;
  return (1e3 * (performance.now() - begun)) / (bytes / page);
}

/**
 * @param {number} value
 * @param {Figure["goal"]} goal
 */
function distance(value, goal) {
  if (!goal) return "";
  const times = "most" in goal ? value / goal.most : goal.least / value;
  // What is printed like the goal meets it.
  return times < 1.005 ? "met" : `missed, ${show(times)} ×`;
}

/** @param {number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** @param {number} x */
function show(x) {
  const digits = Number(Math.abs(x) >= 1000 ? x.toFixed(0) : x.toPrecision(3));
  return digits.toLocaleString("en-US", { maximumFractionDigits: 6 });
}
