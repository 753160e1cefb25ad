/** `lab export`: a run as files for other programs. */
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { RunDetail } from "../../core/contract/api";
import { LabFailure, toLabError } from "../../core/errors";
import { csv } from "../../core/export/csv";
import { resultFile } from "../../core/export/result-file";
import { tableNames, type TableName } from "../../core/series/columns";
import { shown } from "../../core/text/shown";
import type { Archive } from "../archive/archive";
import { openArchive } from "../archive/open";
import { readRecords } from "../archive/records";
import { archivePath } from "../data-folder";
import type { Ask } from "../exports/ask";
import { writeNpz } from "../exports/npz";
import { writeParquet } from "../exports/parquet";
import { writePytorch } from "../exports/pytorch";
import { writeWhole } from "../files/write-whole";
import { misuse, parsed, required, runNumber } from "./arguments";
import { withEngine } from "./engine";
import { onInterrupt } from "./interrupt";
import { ShareBar } from "./progress";

interface Wanted {
  id: number;
  archive: string;
  table: TableName;
  /** Paths by the option that names them. */
  files: Partial<Record<keyof typeof writers, string>>;
}

interface Source {
  archive: Archive;
  run: RunDetail;
  table: TableName;
  ask: Ask;
}

/** Each writes a run to a path; answers with the files written and with cautions. */
const writers = {
  json: async (path: string, { archive, run }: Source) => {
    const file = resultFile(run, await readRecords(archive, run));
    await writeWhole(path, `${JSON.stringify(file)}\n`);
    return { written: [path] };
  },
  csv: async (path: string, { archive, run, table }: Source) => {
    const records = await readRecords(archive, run);
    await writeWhole(path, csv(records[table]));
    return { written: [path] };
  },
  npz: async (path: string, { archive, run, ask }: Source) => ({
    written: [path],
    cautions: await writeNpz(path, archive, run, ask),
  }),
  parquet: async (path: string, { archive, run, table }: Source) => {
    await writeParquet(path, archive, run, table);
    return { written: [path] };
  },
  pytorch: async (folder: string, { archive, run, ask }: Source) => {
    await makeFolder(folder);
    const script = join(folder, `run-${run.id}.py`);
    return { written: await writePytorch(script, archive, run, ask) };
  },
};

/** @param args what follows the word "export" @throws LabFailure `bad-request` for arguments that make no sense */
export async function exportRun(args: string[]): Promise<number> {
  const { id, archive: path, table, files } = readArguments(args);
  const archive = await openArchive(resolve(path));
  try {
    const run = await archive.openRun(id);
    const ask = asking(process.stderr);
    for (const [kind, file] of Object.entries(files)) {
      const write = writers[kind as keyof typeof writers];
      const done: { written: string[]; cautions?: string[] } = await write(
        file,
        { archive, run, table, ask },
      );
      for (const caution of done.cautions ?? [])
        process.stderr.write(`Caution: ${caution}\n`);
      for (const one of done.written) process.stdout.write(`${one}\n`);
    }
    return 0;
  } finally {
    await archive.close();
  }
}

function readArguments(args: string[]): Wanted {
  const text = { type: "string" } as const;
  const { positionals, values } = parsed(() =>
    parseArgs({
      args,
      allowPositionals: true,
      options: {
        archive: text,
        table: { type: "string", default: "steps" },
        ...{ npz: text, csv: text, json: text },
        ...{ parquet: text, pytorch: text },
      },
    }),
  );
  const { archive = archivePath(), table, ...files } = values;
  const [number, surplus] = positionals;
  if (surplus !== undefined)
    throw misuse(`"${surplus}" is an unexpected argument.`);
  const id = runNumber(required(number, "the number of a run"));
  const known = tableNames.find((name) => name === table);
  if (!known) throw misuse(`--table must be one of: ${tableNames.join(", ")}.`);
  if (Object.keys(files).length === 0)
    throw misuse(
      "Name at least one file to write: --npz FILE, --csv FILE, --json FILE, --parquet FILE or --pytorch FOLDER.",
    );
  return { id, archive, table: known, files };
}

/** An engine process for each question. */
function asking(out: NodeJS.WriteStream): Ask {
  return (question) =>
    withEngine(process.cwd(), async (engine) => {
      const bar = new ShareBar(out);
      const release = onInterrupt(() => engine.stop());
      try {
        return await engine.ask(question, (share) => bar.update(share));
      } finally {
        bar.clear();
        release();
      }
    });
}

async function makeFolder(path: string) {
  try {
    await mkdir(path, { recursive: true });
  } catch (thrown) {
    throw new LabFailure({
      code: "file",
      message: `The folder ${shown(path)} cannot be made: ${toLabError(thrown).message}.`,
    });
  }
}
