/** What earlier versions of the program made, see tests/fixtures/archives/make.mjs. */
import { copyFile, readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { ResultFile } from "../../core/export/result-file";
import { temporaryPath } from "./archive/helpers";

const fixtures = resolve("tests/fixtures");

/** An archive for each version there has been, and the result files of the same program. */
export const versions = (await readdir(join(fixtures, "archives")))
  .flatMap((name) => /^v(\d+)\.db$/.exec(name)?.[1] ?? [])
  .map(Number)
  .sort((a, b) => a - b);

/** A copy of the archive of a version, to be opened by this one. */
export async function archiveOf(version: number): Promise<string> {
  const path = await temporaryPath();
  await copyFile(join(fixtures, "archives", `v${version}.db`), path);
  return path;
}

export const capsulesOf = (version: number) =>
  join(fixtures, "capsules", `v${version}`);

/** What a version itself wrote of its runs, by their names. */
export async function exportsOf(version: number): Promise<ResultFile[]> {
  const folder = capsulesOf(version);
  const names = await readdir(folder);
  const read = async (name: string) =>
    JSON.parse(await readFile(join(folder, name), "utf8")) as ResultFile;
  const files = names.filter((name) => name !== "several.json");
  return Promise.all(files.map(read));
}

/**
 * What a file of a version says of its series, as this one would write it: before version 3 the
 * infinities were written as null, as NaN is.
 */
export function seriesIn(
  { result: { series } }: ResultFile,
  version: number,
): object {
  if (version >= 3) return series;
  return Object.fromEntries(
    Object.entries(series).map(([name, column]) => [
      name,
      column.map((x) => (typeof x === "number" ? x : null)),
    ]),
  );
}
