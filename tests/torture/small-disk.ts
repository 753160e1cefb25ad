/** Small disks of their own, to be filled or made read-only. Only root on Linux may mount them. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished, type TestContext } from "vitest";

export interface SmallDisk {
  folder: string;
  /** Takes all room but so many bytes. */
  fill(but?: number): Promise<void>;
  free(): Promise<void>;
  makeReadOnly(isReadOnly: boolean): void;
}

/** A disk that is gone after the test, which is skipped where there can be none. */
export function smallDisk(context: TestContext, megabytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), "edge-lab-disk-"));
  try {
    mount("-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder);
  } catch {
    rmdirSync(folder);
    context.skip("only root on Linux may mount a small disk");
  }
  onTestFinished(() => {
    execFileSync("umount", ["--lazy", folder]);
    rmdirSync(folder);
  });
  const filler = join(folder, "filler");
  return {
    folder,
    async fill(but = 0) {
      const room = Buffer.alloc(1_000_000 * megabytes * 1.1);
      // Writes what there is room for.
      await writeFile(filler, room).catch(() => undefined);
      if (but > 0) await shorten(filler, but);
    },
    free: () => rm(filler),
    makeReadOnly: (isReadOnly) =>
      mount("-o", `remount,${isReadOnly ? "ro" : "rw"}`, folder),
  };
}

function mount(...args: string[]) {
  execFileSync("mount", args, { stdio: "ignore" });
}

async function shorten(path: string, bytes: number) {
  const { size } = await stat(path);
  await truncate(path, size - bytes);
}
