/** Command lines that nobody should type: an exit code and a sentence, and never a stack. */
import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { length } from "../length";
import { fuzz, Hang, type Verdict } from "./campaign";
import { workingExperiments } from "./generators/experiments";
import { mutated } from "./generators/mutations";
import { asJson, oddTexts } from "./generators/odd";
import { scratchFolder } from "./scratch";

const cli = resolve("out/main/cli.js");

/** What an argument can be, but for places outside of the folder that the test works in. */
const words = oddTexts
  .map((text) =>
    Buffer.from(text).toString().replaceAll("\0", "").slice(0, 5000),
  )
  .filter((text) => !/[/\\]/.test(text));

const args = fc
  .tuple(
    fc.oneof(
      fc.constantFrom(
        "run",
        "resume",
        "list",
        "show",
        "analyze",
        "presets",
        "help",
        "presets",
      ),
      words,
    ),
    fc.array(
      fc.oneof(
        fc.constantFrom(
          ...[
            "spec.json",
            "-",
            "0",
            "1",
            "-1",
            "1e9",
            "99999999999999999999",
            "0x10",
            "NaN",
            "",
          ],
          ...[
            "--json",
            "--help",
            "--out",
            "--archive",
            "--from",
            "--steps",
            "--kick",
            "--no-flows",
          ],
          ...[
            "--out=none/x.json",
            "--archive=archive.db",
            "--archive=spec.json",
            "--from=crossing",
          ],
          ...[
            "--steps=1e9",
            "--kick=-1",
            "--json=true",
            "--unknown",
            "--__proto__=1",
            "--",
            "-x",
          ],
          ...["chebyshev", "constructor", "spec.json/x", "."],
        ),
        words,
      ),
      { maxLength: 3 },
    ),
  )
  .map(([command, rest]) => [command, ...rest]);

interface Exit {
  code: number | null;
  out: string;
  err: string;
}

function lab(folder: string, given: string[], input: string): Promise<Exit> {
  const child = spawn(process.execPath, [cli, ...given], {
    cwd: folder,
    env: { ...process.env, EDGE_LAB_HOME: join(folder, "home") },
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (text: Buffer) => (out += text.toString()));
  child.stderr.on("data", (text: Buffer) => (err += text.toString()));
  // It may have refused before it read.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const timer = setTimeout(() => child.kill("SIGKILL"), 120_000);
  return new Promise((done) =>
    child.on("close", (code) => {
      clearTimeout(timer);
      done({ code, out, err });
    }),
  );
}

it("ends with a code and a sentence", async () => {
  const folder = await scratchFolder();
  const [, , landscape] = workingExperiments.slice(10);
  await fuzz({
    kind: "command lines",
    inputs: fc.record({
      given: args,
      spec: fc.oneof(mutated([landscape]).map(asJson), words),
    }),
    runs: length(12, 150),
    limit: 20_000,
    check: async ({ given, spec }): Promise<Verdict> => {
      await writeFile(join(folder, "spec.json"), spec);
      const { code, err } = await lab(folder, given, spec);
      if (code === null) throw new Hang("It had to be killed.");
      expect(err).not.toMatch(/^\s+at .*:\d+/m);
      // 3: the run diverged, as it may.
      if (code === 0 || code === 3) return "accepted";
      expect([1, 2]).toContain(code);
      // The usage is no sentence: what is missing is a command.
      if (given[0] !== undefined || code === 1)
        expect(err.trim()).toMatch(/[.]$/);
      return "refused";
    },
  });
});
