/** A folder with the files that the documents name, in which their commands are run by a shell. */
import { execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { presetOf } from "../../../core/experiment/presets";
import { cifarBytes, cifarPickle } from "../../core/data/support";

export interface Exit {
  code: number;
  out: string;
  err: string;
}

/** Step by step: scripts/lab.mjs sets up and builds, which these tests have behind them. */
const npm = `#!/bin/sh
[ "$1 $2 $3 $4" = "run -s lab --" ] || exit 64
shift 4
exec "${process.execPath}" "${resolve("out/main/cli.js")}" "$@"
`;

const { spec } = presetOf("chebyshev");
/** Runs that reach step 300 in a moment. */
const base = { ...spec, steps: 400, measure: { sharpness: { every: 50 } } };
const stepSizes = Array.from({ length: 12 }, (_, i) => 0.1 + i / 100);
const curves = Array.from({ length: 50 }, (_, i) => [i, 1 / (1 + i), 4 + i]);

const files = {
  "SPEC.json": JSON.stringify({ ...base, steps: 60 }),
  "STUDY.json": JSON.stringify({
    edgeLab: 1,
    study: "Twelve step sizes",
    base,
    vary: { "optimizer.stepSize": stepSizes },
  }),
  "long.json": JSON.stringify({
    ...base,
    steps: 30_000,
    name: "to be interrupted",
  }),
  "FILE.csv": ["step,loss,learning_rate", ...curves.map(String)].join("\n"),
  "history.csv": [
    "epoch,train/cost,top_eig,_step",
    ...curves.map(([i, loss, top]) => [i / 10, loss, top, i].join(",")),
  ].join("\n"),
};

export type Workbench = Awaited<ReturnType<typeof workbench>>;

export async function workbench() {
  const folder = await mkdtemp(join(tmpdir(), "edge-lab-documents-"));
  const at = (name: string) => join(folder, name);
  for (const [name, text] of Object.entries(files))
    await writeFile(at(name), text);
  await mkdir(at("cifar-10-batches-py"));
  const labels = Array.from({ length: 20 }, (_, i) => i % 10);
  await writeFile(
    at("cifar-10-batches-py/data_batch_1"),
    cifarPickle(cifarBytes(labels)),
  );
  // Nothing else is on the path: no sbatch that would submit, on a machine that has one.
  await mkdir(at("bin"));
  await writeFile(at("bin/npm"), npm, { mode: 0o755 });
  await symlink("/bin/sh", at("bin/sh"));
  const options = {
    cwd: folder,
    env: {
      PATH: at("bin"),
      HOME: folder,
      EDGE_LAB_HOME: at("home"),
      PYTHONIOENCODING: "utf-8",
    },
  };
  return {
    at,
    options,
    remove: () => rm(folder, { recursive: true, force: true }),

    /** What a person would type. */
    run: (command: string) =>
      new Promise<Exit>((done) =>
        execFile("/bin/sh", ["-c", command], options, (error, out, err) =>
          done({ code: error ? Number(error.code) : 0, out, err }),
        ),
      ),

    /** Runs a command until it has printed something like this, and interrupts it as Ctrl-C does. */
    interrupt: (command: string, when: RegExp) =>
      new Promise<Exit>((done) => {
        const child = spawn("/bin/sh", ["-c", `exec ${command}`], options);
        const exit = { code: 0, out: "", err: "" };
        child.stdout.on("data", (text: Buffer) => (exit.out += String(text)));
        child.stderr.on("data", (text: Buffer) => {
          const had = when.test(exit.err);
          exit.err += String(text);
          if (!had && when.test(exit.err)) child.kill("SIGINT");
        });
        child.on("close", (code) => done({ ...exit, code: code ?? -1 }));
      }),
  };
}
