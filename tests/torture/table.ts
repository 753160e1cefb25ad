import { appendFileSync } from "node:fs";

/** Prints what was counted, one line each, also where a reporter keeps quiet about console.log. */
export function printTable(
  title: string,
  rows: Record<string, number | string>,
) {
  const width = Math.max(...Object.keys(rows).map((name) => name.length));
  const lines = Object.entries(rows).map(
    ([name, value]) => `  ${name.padEnd(width)}  ${value}`,
  );
  const text = `\n${title}\n${lines.join("\n")}\n`;
  process.stdout.write(text);
  const file = process.env.EDGE_LAB_TORTURE_REPORT;
  if (file) appendFileSync(file, text);
}
