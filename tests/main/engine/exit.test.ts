/** Real processes that end in every way, and what is said of them. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { exitError, MemoryWatch, type Exit } from "../../../main/engine/exit";
import { forkEngine } from "../../../main/engine/fork-node";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "edge-lab-exit-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Lets a process run a script. */
async function endOf(
  script: string,
): Promise<{ exit: Exit; output: string[]; message: string }> {
  const path = join(folder, "child.cjs");
  await writeFile(path, script);
  const output: string[] = [];
  const child = forkEngine(path, folder, (text) => output.push(text));
  const exit = await new Promise<Exit>((resolve) => child.onExit(resolve));
  const { message } = exitError("The compute engine", exit);
  return { exit, output, message };
}

describe("a process", () => {
  it("that runs out of memory says so, and what to do", async () => {
    vi.stubEnv("NODE_OPTIONS", "--max-old-space-size=20");
    const { exit } = await endOf(
      "const all = []; for (;;) all.push([...Array(1000).keys()]);",
    ).finally(() => vi.unstubAllEnvs());
    expect(exit.reason).toBe("out-of-memory");
    expect(exitError("The compute engine", exit)).toEqual({
      code: "engine",
      message: "The compute engine ran out of memory.",
      hint: expect.stringContaining("Use fewer samples"),
    });
  });

  it.each([
    ["process.exit(0)", "clean", "stopped unexpectedly (code 0)."],
    ["process.exit(7)", "failed", "stopped unexpectedly (code 7)."],
    ['throw new Error("So.")', "failed", "stopped unexpectedly (code 1)."],
  ])("that ends by %s", async (script, reason, words) => {
    const { exit, message } = await endOf(script);
    expect(exit.reason).toBe(reason);
    expect(message).toContain(words);
  });

  it.skipIf(process.platform === "win32").each([
    [
      "SIGKILL",
      "killed",
      "was ended by the system or another program (SIGKILL).",
    ],
    ["SIGSEGV", "crashed", "crashed (SIGSEGV)."],
    ["SIGABRT", "crashed", "crashed (SIGABRT)."],
  ])("that ends by %s", async (signal, reason, words) => {
    const { exit, message } = await endOf(
      `process.kill(process.pid, "${signal}"); setInterval(() => {}, 1000);`,
    );
    expect(exit.reason).toBe(reason);
    expect(message).toContain(words);
  });

  it("that cannot be started", async () => {
    const child = forkEngine("never.js", join(folder, "none"), () => undefined);
    const exit = await new Promise<Exit>((resolve) => child.onExit(resolve));
    expect(exit.reason).toBe("could-not-start");
  });

  it("whose output splits a character between two chunks", async () => {
    const { output } = await endOf(
      `const bytes = Buffer.from("η = 2/λ₁");
       process.stderr.write(bytes.subarray(0, 1));
       setTimeout(() => process.stderr.write(bytes.subarray(1, 9)), 200);
       setTimeout(() => process.stderr.write(bytes.subarray(9)), 400);`,
    );
    expect(output.length).toBeGreaterThan(1);
    expect(output.join("")).toBe("η = 2/λ₁");
  });
});

it("finds the words for a lack of memory across chunks", async () => {
  const stream = new PassThrough();
  const memory = new MemoryWatch([stream], () => undefined);
  for (const chunk of ["std::bad", "_alloc"]) {
    expect(memory.ranOut).toBe(false);
    stream.write(chunk);
    await new Promise(setImmediate);
  }
  expect(memory.ranOut).toBe(true);
});
