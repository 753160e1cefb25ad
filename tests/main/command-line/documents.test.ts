/** The commands of the documents, run as they stand, in the order of each document. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { documents } from "../../scripts/document-commands";
import { notRun } from "./not-run";
import { workbench, type Workbench } from "./workbench";

const lab = "npm run -s lab --";
const python = process.env.EDGE_LAB_PYTHON ?? "python3";
const hasNumpy = spawnSync(python, ["-c", "import numpy"]).status === 0;

/** What a reader puts in the place of the capitals. `ID` is a run that each command can take. */
const places: [RegExp, string][] = [
  [/(?<=^analyze )ID\|(?=RESULT.json .*--out)/, ""],
  [/\|[^\s\]]+/g, ""],
  [/(?<!resume )\bID\b/, "12"],
  [/(?<=--slurm )FOLDER(?= --pack)/, "ANOTHER"],
  [/--pytorch FOLDER/, "--pytorch folder"],
  [/--at STEP/, "--at 300"],
  [/SETTING=VALUE/, "steps=420"],
  [/NAME=WHAT/, "learning_rate=step size"],
  [/(?<=presets )NAME/, "chebyshev"],
  [/FILE\.\.\./, "FILE.csv"],
  [/(?<=--(npz|csv|json|parquet) )FILE/g, "run.$1"],
  [/\bKIND\b/, "gd"],
  [/\bN\b/g, "2"],
  [/\bC\b/, "0.5"],
  [/SBATCH OPTIONS/, "--time=10"],
];

/** A line of the list of commands, without and with all that may be left out. */
function written(command: string): string[] {
  if (!/\b[A-Z]{2,}\b|\[/.test(command)) return [command];
  const line = command.slice(lab.length + 1);
  const short = line.replace(/ \[[^\]]*\](\.\.\.)?/g, "");
  const long = line.replace(/\[([^\]]*)\](\.\.\.)?/g, "$1");
  // An export without any file is a mistake.
  const both = line.startsWith("export") ? [long] : [short, long];
  return [...new Set(both)].map((each) => {
    const filled = places.reduce((text, place) => text.replace(...place), each);
    return `${lab} ${filled.replace("step size", '"step size"')}`;
  });
}

/** Files that a command says it writes. */
const outputs = (command: string) =>
  [
    ...command.matchAll(
      /(?:--(?:out|npz|csv|parquet|pytorch|slurm|archive)|export .*--json|>) (?:~\/)?([^\s-]\S*)/g,
    ),
  ].map(([, file]) => file);

async function change(
  path: string,
  changes: (spec: Record<string, object>) => object,
) {
  const text = await readFile(path, "utf8");
  const spec = JSON.parse(text) as Record<string, object>;
  await writeFile(path, JSON.stringify({ ...spec, ...changes(spec) }));
}

/** Makes what a command needs besides what the ones above it made; answers the command with its run. */
async function prepare(
  command: string,
  { run, at, interrupt }: Workbench,
): Promise<string> {
  // The same experiments with less to compute: the reader's batch has 10,000 images, this one 20.
  if (command.endsWith("run ~/cifar-10-batches-py/mlp.json"))
    await change(at("cifar-10-batches-py/mlp.json"), ({ data, model }) => ({
      data: { ...data, samples: 20 },
      model: { ...model, layers: [{ type: "dense", units: 10 }] },
      steps: 2,
    }));
  if (command.endsWith("run sorting.json"))
    await change(at("sorting.json"), () => ({ steps: 3 }));
  if (/--status (my-study|FOLDER)$/.test(command)) {
    const folder = command.split(" ").at(-1) ?? "";
    expect(await run(`${lab} task ${folder} 1`)).toMatchObject({ code: 0 });
  }
  if (!command.includes("resume ID")) return command;
  const cut = await interrupt(`${lab} run long.json`, /loss/);
  expect(cut.code).toBe(130);
  const { out } = await run(`${lab} list`);
  return command.replace("ID", /^(\d+).*interrupted/m.exec(out)?.[1] ?? "");
}

const isRun = (command: string) =>
  !notRun.some((each) => each.command.test(command));

describe.skipIf(process.platform === "win32").each(
  documents
    .map(({ document, commands }) => ({
      document,
      commands: commands.filter(isRun).flatMap(written),
    }))
    .filter(({ commands }) => commands.length > 0),
)("$document (needs a shell)", ({ commands }) => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await workbench();
    if (commands.some((command) => / 12\b/.test(command)))
      await bench.run(`${lab} sweep STUDY.json --jobs 2`);
  });
  afterAll(() => bench.remove());

  test.each(commands)("%s", async (line) => {
    const command = await prepare(line, bench);
    if (command.endsWith(" demo")) {
      expect((await bench.interrupt(command, /loss/)).code).toBe(130);
      return;
    }
    const exit = await bench.run(command);
    expect(exit, exit.err).toMatchObject({ code: 0 });
    for (const file of outputs(command))
      expect(existsSync(bench.at(file)), file).toBe(true);
    if (/ --json$/.test(command)) JSON.parse(exit.out);
  });
});

it.skipIf(!hasNumpy || process.platform === "win32")(
  "docs/data-files.md: an archive that NumPy writes is read (skipped where Python has no numpy)",
  async () => {
    const bench = await workbench();
    const text = await readFile("docs/data-files.md", "utf8");
    const [, lines] = /```python\n(.*?)```/s.exec(text) ?? [];
    const [, data] = /^```json\n("data": .*"npz".*)\n```/m.exec(text) ?? [];
    const arrays = [
      "import numpy",
      "images, labels = numpy.random.rand(20, 8, 8), numpy.arange(20) % 2",
      "test_images, test_labels = images[:5], labels[:5]",
    ];
    const script = [...arrays, lines].join("\n");
    expect(
      spawnSync(python, ["-c", script], { cwd: bench.at("") }),
    ).toMatchObject({ status: 0 });
    await change(bench.at("SPEC.json"), ({ model }) => ({
      ...(JSON.parse(`{${data}}`) as object),
      model: { ...model, layers: [{ type: "dense", units: 2 }] },
      optimizer: { kind: "gd", stepSize: 0.001 },
    }));
    expect(await bench.run(`${lab} run SPEC.json`)).toMatchObject({ code: 0 });
    await bench.remove();
  },
);

test.each(notRun)("$command is not run: it $reason", ({ command, test }) => {
  const all = documents.flatMap(({ commands }) => commands);
  expect(all.some((each) => command.test(each))).toBe(true);
  if (test) expect(existsSync(test), test).toBe(true);
});
