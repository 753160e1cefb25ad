/** The command line: the same engine and archive as the window, in plain Node. */
import { constants } from "node:fs";
import { access, readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { buffer } from "node:stream/consumers";
import type { RunDetail } from "../core/contract/api";
import { LabFailure, toLabError, type LabErrorCode } from "../core/errors";
import {
  analysisLimit,
  requireAnalysis,
} from "../core/experiment/analysis-limit";
import { selfStabilizationSchema } from "../core/experiment/analysis-spec";
import { forecastSeconds } from "../core/experiment/forecast";
import { filePresets, presets } from "../core/experiment/presets";
import type { ExperimentSpec } from "../core/experiment/spec";
import { isStudy } from "../core/experiment/sweep/study";
import { requireExperiment } from "../core/experiment/validate";
import { resultFile } from "../core/export/result-file";
import { shown } from "../core/text/shown";
import { forecastAsked } from "../core/theory/duration";
import { openArchive } from "./archive/open";
import type { Archive } from "./archive/archive";
import { analyseFile, analyseStored, cautionOf } from "./command-line/analyse";
import {
  misuse,
  readArguments,
  required,
  runNumber,
  wholeNumber,
  type Options,
} from "./command-line/arguments";
import { calibrateHere } from "./command-line/calibrate";
import {
  collectInto,
  retryText,
  runTask,
  sendToSlurm,
  statusText,
} from "./command-line/cluster";
import { withEngine } from "./command-line/engine";
import { forecastText } from "./command-line/forecast";
import { exportRun } from "./command-line/export";
import { forkToEnd } from "./command-line/fork";
import { importFiles } from "./command-line/import";
import { program } from "./command-line/program";
import { onInterrupt } from "./command-line/interrupt";
import { withAbsolutePaths } from "./command-line/paths";
import { readRecords } from "./archive/records";
import { continueToEnd, runToEnd, writeResult } from "./command-line/run";
import { runStudy, studyText } from "./command-line/study";
import { lines, listText, summaryText } from "./command-line/text";
import { theoryText } from "./command-line/theory-text";
import { decodeText } from "./files/decode";
import { writeWhole } from "./files/write-whole";
import { plannedStudy } from "./study/plan";

const usage = `Usage: ${program} COMMAND

  run SPEC.json [--out RESULT.json]   run an experiment ("-" reads it from standard input)
  sweep STUDY.json [--jobs N]         run the missing runs of a study, N at a time
  sweep STUDY.json --slurm FOLDER     the same on a cluster with Slurm: write a folder and submit it
    [--pack N] [-- SBATCH OPTIONS]    N runs per task
  sweep --status FOLDER               show the progress of a study on a cluster
  sweep --retry FOLDER                submit failed and missing tasks again
  collect FOLDER                      add the results of a cluster to the archive
  forecast SPEC.json                  try its first seconds, store nothing, and predict its time
  resume ID [--out RESULT.json]       continue an interrupted run from its checkpoint
  fork ID --at STEP [--set SETTING=VALUE]... [--out RESULT.json]
                                      start a new run from a step of a run, with other settings
  list                                all runs in the archive, newest first
  show ID [--out RESULT.json]         one run: its numbers, or the whole run as a result file
  analyze ID|RESULT.json              compare a run with the theory of self-stabilisation:
    [--from crossing|STEP] [--steps N] [--kick C] [--no-flows] [--out FILE]
  export ID                           one run as files for other programs:
    [--npz FILE] [--csv FILE] [--json FILE] [--parquet FILE] [--pytorch FOLDER]
    [--table steps|spectrum|test]     the table for --csv and --parquet (default: steps)
  import FILE...                      import curves of another program as a run:
    [--column NAME=WHAT]...           what a column is (step, loss, sharpness, ...; empty: left out)
    [--step-size N] [--optimizer KIND] [--name NAME] [--look]
                                      --look only lists the columns of the file
  presets [NAME]                      the presets, or one as an experiment file
  demo [NAME]                         run the first preset, or another
  calibrate                           measure which kernels are the fastest here; new float32 runs use them

  --out RESULT.csv    write the table of steps instead of a result file
  --archive FILE.db   use another archive
  --json              print results as JSON

Exit codes: 0 finished, 1 error, 2 bad experiment file or command, 3 diverged, 130 interrupted.
`;

const allPresets = [...presets, ...filePresets.presets];
const exitCodes: Record<string, number> = { diverged: 3, interrupted: 130 };

async function main(args: string[]): Promise<number> {
  // It has options of its own: --json names a file there.
  if (args[0] === "export" && !args.includes("--help"))
    return exportRun(args.slice(1));
  // So has this.
  if (args[0] === "import" && !args.includes("--help"))
    return importFiles(args.slice(1));
  const { positionals, options } = readArguments(args);
  const [command, argument, second, ...others] = positionals;
  const surplus = command === "task" ? others[0] : second;
  if (surplus !== undefined)
    throw misuse(`"${surplus}" is an unexpected argument.`);
  switch (command) {
    case "run":
      return runFile(required(argument, "an experiment file"), options);
    case "sweep":
      return sweep(argument, options);
    case "collect":
      return collectFolder(required(argument, "a study's folder"), options);
    case "task":
      return runTask(
        required(argument, "a study's folder"),
        wholeNumber("the task", required(second, "the number of a task")),
        { jobs: options.jobs ?? 1, copyEvery: options.cluster.copyEvery },
      );
    case "forecast":
      return forecast(required(argument, "an experiment file"), options);
    case "resume":
      return resume(required(argument, "the number of a run"), options);
    case "fork":
      return fork(required(argument, "the number of a run"), options);
    case "analyze":
      return analyze(required(argument, "a run or a result file"), options);
    case "calibrate":
      return calibrateHere(options.json);
    case "demo":
      return runNew(
        presetNamed(argument ?? presets[0].id).spec,
        process.cwd(),
        options,
      );
    case "list":
      return withArchive(options, async (archive) => {
        const runs = await archive.listRuns();
        print(options.json ? json(runs) : listText(runs));
        return 0;
      });
    case "show":
      return show(required(argument, "the number of a run"), options);
    case "presets":
      return listPresets(argument, options);
    case undefined:
    case "help":
      print(usage);
      return command ? 0 : 2;
    default:
      throw misuse(`There is no command "${command}".`);
  }
}

async function runFile(path: string, options: Options): Promise<number> {
  const spec = await readExperiment(path);
  return runNew(spec, baseOf(path), options);
}

async function runNew(
  spec: ExperimentSpec,
  base: string,
  options: Options,
): Promise<number> {
  const wanted = spec.analysis?.selfStabilization;
  if (wanted) cautionOf(spec, process.stderr);
  return withEngine(base, async (engine) => {
    // Before the archive is opened: an experiment that cannot be run writes nothing.
    const info = await engine.start(spec);
    // The run may go on another day, in another folder.
    const lasting = withAbsolutePaths(spec, base);
    return run(options, async (archive) => {
      const { stderr } = process;
      const detail = await runToEnd(lasting, engine, info, archive, stderr);
      const isOver =
        detail.status === "finished" || detail.status === "diverged";
      if (!wanted || analysisLimit(spec)?.isWhole || !isOver) return detail;
      // The analysis has a process of its own: this one need not hold its data meanwhile.
      await engine.close();
      try {
        return await analyseStored(detail.id, wanted, archive, stderr);
      } catch (thrown) {
        // The run is kept and shown all the same.
        const { code, message } = toLabError(thrown);
        if (code !== "bad-request") throw thrown;
        stderr.write(`Caution: ${message}\n`);
        return detail;
      }
    });
  });
}

async function sweep(
  path: string | undefined,
  options: Options,
): Promise<number> {
  const { slurm, status, retry, pack, sbatch } = options.cluster;
  if (status !== undefined || retry !== undefined) {
    print(await (status ? statusText(status) : retryText(retry ?? "")));
    return 0;
  }
  const file = required(path, "a study file");
  const study = plannedStudy(await readJson(file), baseOf(file));
  if (slurm !== undefined) {
    print(await sendToSlurm(study, slurm, pack, sbatch));
    return 0;
  }
  return withArchive(options, async (archive) => {
    const start = performance.now();
    const { counts, wasInterrupted } = await runStudy(
      study,
      archive,
      options.jobs,
    );
    const seconds = (performance.now() - start) / 1000;
    const name = study.study.study;
    print(
      options.json
        ? json({ study: name, ...counts, seconds })
        : `${studyText(name, counts, seconds)}archive    ${options.archive}\n`,
    );
    if (wasInterrupted) return exitCodes.interrupted;
    return counts.failed > 0 ? 1 : 0;
  });
}

function collectFolder(folder: string, options: Options): Promise<number> {
  return withArchive(options, async (archive) => {
    const { collected, text } = await collectInto(folder, archive);
    print(options.json ? json(collected) : text);
    return collected.problems.length > 0 ? 1 : 0;
  });
}

async function forecast(path: string, options: Options): Promise<number> {
  const spec = await readExperiment(path);
  return withEngine(baseOf(path), async (engine) => {
    const release = onInterrupt(() => engine.stop());
    try {
      const answer = await engine.ask({ kind: "estimate", spec });
      if (answer.kind !== "estimate") throw new Error("No estimate came.");
      const { estimate } = answer;
      const { costs, parameters } = estimate;
      const seconds = forecastSeconds(spec, costs);
      const analysisSeconds = forecastAsked(spec, costs, parameters);
      print(
        options.json
          ? json({
              ...estimate,
              seconds,
              ...(analysisSeconds && { analysisSeconds }),
            })
          : forecastText(spec, estimate),
      );
      return 0;
    } finally {
      release();
    }
  });
}

/** Paths of data files start where the experiment file is. */
function baseOf(path: string): string {
  return path === "-" ? process.cwd() : dirname(resolve(path));
}

function resume(argument: string, options: Options): Promise<number> {
  const id = runNumber(argument);
  return run(options, (archive) => continueToEnd(id, archive, process.stderr));
}

function fork(argument: string, options: Options): Promise<number> {
  const id = runNumber(argument);
  const { at, set } = options;
  if (at === undefined)
    throw misuse("A fork needs the step at which it begins, such as --at 300.");
  return run(options, (archive) =>
    forkToEnd(id, at, set, archive, process.stderr),
  );
}

async function run(
  options: Options,
  toEnd: (archive: Archive) => Promise<RunDetail>,
): Promise<number> {
  if (options.out) await checkWritable(options.out);
  return withArchive(options, async (archive) => {
    const detail = await toEnd(archive);
    if (options.out) await writeResult(options.out, archive, detail);
    const records = options.json && (await readRecords(archive, detail));
    print(
      records
        ? json(resultFile(detail, records))
        : `${detailText(detail)}archive    ${options.archive}\n`,
    );
    return exitCodes[detail.status] ?? 0;
  });
}

/** A number means a run of the archive; anything else a result file. */
async function analyze(argument: string, options: Options): Promise<number> {
  const wanted = readWanted(options.analysis);
  if (options.out) await checkWritable(options.out);
  if (!/^\d+$/.test(argument)) {
    const file = await analyseFile(argument, wanted, process.stderr);
    if (options.out) await writeWhole(options.out, json(file));
    const { theory } = file.result;
    print(options.json ? json(file) : theory ? theoryText(theory) : "");
    return 0;
  }
  return run(options, async (archive) => {
    const id = runNumber(argument);
    const { spec } = await archive.openRun(id);
    requireAnalysis(spec);
    cautionOf(spec, process.stderr);
    return analyseStored(id, wanted, archive, process.stderr);
  });
}

/** @throws LabFailure `bad-request` that names the option */
function readWanted({ from, steps, kick, flows }: Options["analysis"]) {
  const parsed = selfStabilizationSchema.safeParse({
    ...(from !== undefined && {
      from: from === "crossing" ? from : Number(from),
    }),
    ...(steps !== undefined && { steps: Number(steps) }),
    ...(kick !== undefined && { kick: Number(kick) }),
    flows,
  });
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw misuse(`--${String(path[0])}: ${message}`);
}

function show(argument: string, options: Options): Promise<number> {
  return withArchive(options, async (archive) => {
    const detail = await archive.openRun(runNumber(argument));
    if (options.out) await writeResult(options.out, archive, detail);
    print(
      options.json
        ? json(resultFile(detail, await readRecords(archive, detail)))
        : detailText(detail),
    );
    return 0;
  });
}

function detailText(detail: RunDetail) {
  const theory = detail.theory ? `\n${theoryText(detail.theory)}\n` : "";
  return `${summaryText(detail)}${theory}`;
}

function listPresets(name: string | undefined, options: Options): number {
  if (name === undefined) {
    const rows = allPresets.map(({ id, sentence }) => [id, sentence]);
    print(options.json ? json(allPresets) : lines(rows));
    return 0;
  }
  print(`${JSON.stringify(presetNamed(name).spec, null, 2)}\n`);
  return 0;
}

function presetNamed(name: string) {
  const preset = allPresets.find(({ id }) => id === name);
  if (!preset)
    throw misuse(
      `There is no preset "${name}". Presets: ${allPresets.map(({ id }) => id).join(", ")}.`,
    );
  return preset;
}

async function readExperiment(path: string): Promise<ExperimentSpec> {
  const file = await readJson(path);
  if (isStudy(file))
    throw badExperiment(
      `${shown(path)} is a study of several runs: ${program} sweep ${path} runs it.`,
    );
  return requireExperiment(file);
}

async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = decodeText(
      await (path === "-" ? buffer(process.stdin) : readFile(path)),
    );
  } catch (thrown) {
    throw badExperiment(
      `${shown(path)} cannot be read (${(thrown as NodeJS.ErrnoException).code}).`,
    );
  }
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw badExperiment(
      `${shown(path)} is not JSON: ${(thrown as Error).message}.`,
    );
  }
}

/** Better now than after an hour of work. */
async function checkWritable(path: string) {
  try {
    await access(dirname(resolve(path)), constants.W_OK);
  } catch {
    throw misuse(
      `${shown(path)} cannot be written: its folder is missing or read-only.`,
    );
  }
}

async function withArchive(
  options: Options,
  use: (archive: Archive) => Promise<number>,
): Promise<number> {
  const archive = await openArchive(resolve(options.archive));
  try {
    return await use(archive);
  } finally {
    await archive.close();
  }
}

function badExperiment(message: string) {
  return new LabFailure({ code: "bad-experiment", message });
}

function json(value: unknown) {
  return `${JSON.stringify(value)}\n`;
}

function print(text: string) {
  process.stdout.write(text);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (thrown) {
  const { code, message, hint } = toLabError(thrown);
  process.stderr.write(`${message}${hint ? `\n${hint}` : ""}\n`);
  process.exitCode = exitCodeOf(code);
}

function exitCodeOf(code: LabErrorCode): number {
  if (code === "bad-experiment" || code === "bad-request") return 2;
  return code === "stopped" ? exitCodes.interrupted : 1;
}
