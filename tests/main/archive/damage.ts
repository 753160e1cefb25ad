/** Archives to be damaged: real ones, and ways to hurt them. */
import { open, readFile, writeFile } from "node:fs/promises";
import {
  batchOf,
  checkpointAt,
  engine,
  open as openArchive,
  spec,
  summaryAt,
} from "./helpers";

/** An archive, closed, of so many runs of 5,000 steps; the last one was interrupted. */
export async function makeArchive(path: string, runs: number) {
  const archive = await openArchive(path);
  for (let i = 1; i <= runs; i++) {
    const { id } = await archive.createRun({ ...spec, name: `run ${i}` }, 40);
    await archive.setEngine(id, engine);
    await archive.appendBatch(
      id,
      batchOf(0, 5000, (step) => Math.sin(i * step)),
      [{ kind: "crossing", step: 991, message: "So.", value: 40 }],
      summaryAt(4999),
      checkpointAt(4999),
    );
    if (i < runs) await archive.finish(id, "finished");
  }
  await archive.close();
}

/** Changes one bit. @param at the byte; from the end when negative */
export async function flipBit(path: string, at: number, bit = 3) {
  const bytes = await readFile(path);
  const place = at < 0 ? bytes.length + at : at;
  bytes[place] ^= 1 << bit;
  await writeFile(path, bytes);
}

/** Overwrites a whole page with zeros. @param page from 1 */
export async function blankPage(path: string, page: number) {
  const file = await open(path, "r+");
  await file.write(Buffer.alloc(4096), 0, 4096, (page - 1) * 4096);
  await file.close();
}

/** Where some bytes stand in a file. */
export async function find(path: string, bytes: Buffer): Promise<number> {
  const place = (await readFile(path)).indexOf(bytes);
  if (place < 0) throw new Error("It is not in the file.");
  return place;
}
