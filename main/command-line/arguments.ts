/** What a person types after the name of the program. */
import { parseArgs } from "node:util";
import { LabFailure } from "../../core/errors";
import { archivePath } from "../data-folder";
import { program } from "./program";

export interface Options {
  out: string | undefined;
  archive: string;
  json: boolean;
  /** Runs of a study at the same time; as many as there are cores when left out. */
  jobs?: number;
  /** A study on a cluster. */
  cluster: {
    slurm?: string;
    status?: string;
    retry?: string;
    pack: number;
    /** Minutes between two copies of what a task has so far. */
    copyEvery: number;
    /** What follows "--". */
    sbatch: string[];
  };
  /** Of an analysis, as it was typed. */
  analysis: { from?: string; steps?: string; kick?: string; flows: boolean };
  /** Of a fork, as they were typed. */
  at: string | undefined;
  set: string[];
}

/** @throws LabFailure `bad-request` for an option that there is not */
export function readArguments(all: string[]) {
  const end = all.includes("--") ? all.indexOf("--") : all.length;
  const args = all.slice(0, end);
  return parsed(() => {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        out: { type: "string" },
        archive: { type: "string" },
        json: { type: "boolean", default: false },
        jobs: { type: "string" },
        slurm: { type: "string" },
        status: { type: "string" },
        retry: { type: "string" },
        pack: { type: "string", default: "1" },
        "copy-every": { type: "string", default: "10" },
        help: { type: "boolean", default: false },
        at: { type: "string" },
        set: { type: "string", multiple: true, default: [] },
        from: { type: "string" },
        steps: { type: "string" },
        kick: { type: "string" },
        "no-flows": { type: "boolean", default: false },
      },
    });
    const options: Options = {
      out: values.out,
      archive: values.archive ?? archivePath(),
      json: values.json,
      at: values.at,
      set: values.set,
      ...(values.jobs !== undefined && {
        jobs: wholeNumber("--jobs", values.jobs),
      }),
      cluster: {
        ...(values.slurm !== undefined && { slurm: values.slurm }),
        ...(values.status !== undefined && { status: values.status }),
        ...(values.retry !== undefined && { retry: values.retry }),
        pack: wholeNumber("--pack", values.pack),
        copyEvery: minutes("--copy-every", values["copy-every"]),
        sbatch: all.slice(end + 1),
      },
      analysis: {
        ...(values.from !== undefined && { from: values.from }),
        ...(values.steps !== undefined && { steps: values.steps }),
        ...(values.kick !== undefined && { kick: values.kick }),
        flows: !values["no-flows"],
      },
    };
    return { positionals: values.help ? ["help"] : positionals, options };
  });
}

export function required(argument: string | undefined, what: string): string {
  if (argument === undefined) throw misuse(`This command needs ${what}.`);
  return argument;
}

/** @param what the number is of */
export function wholeNumber(what: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 100_000)
    return number;
  throw misuse(`${what}: "${text}" is not a whole number from 1 to 100,000.`);
}

/** @param what the minutes are of */
function minutes(what: string, text: string): number {
  const number = Number(text);
  // A timer cannot wait for longer than 24 days.
  if (number > 0 && number <= 10_000) return number;
  throw misuse(`${what}: "${text}" is not a number of minutes up to 10,000.`);
}

export function runNumber(argument: string): number {
  const id = Number(argument);
  if (Number.isSafeInteger(id)) return id;
  throw misuse(`"${argument}" is not the number of a run; list shows them.`);
}

/** The refusal of a command. */
export function misuse(message: string) {
  const hint = `${program} help lists the commands.`;
  return new LabFailure({ code: "bad-request", message, hint });
}

/** What parseArgs says, in its first sentence. */
export function parsed<T>(read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof LabFailure) throw thrown;
    throw misuse((thrown as Error).message.split(". ")[0] + ".");
  }
}
