import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Archive } from "../../../main/archive/archive";
import { openArchive } from "../../../main/archive/open";

/** In memory where the system has such a folder: thousands of archives would wait for the disk. */
const place = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** A folder that is gone after the test. */
export async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(place, "edge-lab-fuzz-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** An archive that is closed and gone after the test. */
export async function scratchArchive(): Promise<Archive> {
  const archive = await openArchive(join(await scratchFolder(), "archive.db"));
  onTestFinished(() => archive.close());
  return archive;
}
