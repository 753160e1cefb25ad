/** Studies as the window meets them: read from their files, sent to a cluster, and collected. */
import { readFile, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type {
  ClusterRequest,
  CollectedStudy,
  StudyProgress,
  WrittenStudy,
} from "../../core/contract/studies";
import { LabFailure, toLabError } from "../../core/errors";
import type { Study } from "../../core/experiment/sweep/study";
import { parseJson } from "../../core/text/parse-json";
import { shown } from "../../core/text/shown";
import type { Archive } from "../archive/archive";
import type { Announce } from "../archivist";
import { decodeText } from "../files/decode";
import type { Dialogs } from "../files/dialogs";
import { openFiles } from "../files/files";
import { collect } from "./cluster/collect";
import { paths, readAbout } from "./cluster/folder";
import { arraySize, hasSlurm, submit } from "./cluster/slurm";
import { clusterStatus } from "./cluster/status";
import { quoted, writeClusterFolder } from "./cluster/write";
import { plannedStudy, studyFrom } from "./plan";

/** Bytes; a list of values of 100,000 runs is far smaller. */
const largest = 20 * 2 ** 20;

export interface StudiesOptions {
  archive: Archive;
  dialogs: Dialogs;
  /** Lets the person choose a folder that is there; null for none. */
  chooseFolder: () => Promise<string | null>;
  announce: Announce;
}

export class Studies {
  /** The collection that goes on. */
  #collecting: { isWanted: boolean; end: Promise<unknown> } | null = null;

  constructor(private readonly options: StudiesOptions) {}

  /** Whether results are being collected. */
  get isBusy(): boolean {
    return this.#collecting !== null;
  }

  /**
   * Reads a study file; the paths of its data files start from the root of the disk then.
   * @param path the person chooses when left out
   * @returns null when the person chooses none
   * @throws LabFailure `file` or `bad-experiment`, naming the file
   */
  async open(path?: string): Promise<Study | null> {
    const [file] = path
      ? [path]
      : await openFiles(this.options.dialogs, "experiment");
    if (file === undefined) return null;
    try {
      return studyFrom(jsonOf(await textOf(file)), dirname(file));
    } catch (thrown) {
      const { code, message, hint, fields } = toLabError(thrown);
      const [field] = fields ?? [];
      const why = field
        ? [field.path && `${field.path}:`, field.message]
            .filter(Boolean)
            .join(" ")
        : message;
      throw new LabFailure({
        code,
        message: `${shown(basename(file))} was not opened. ${why}`,
        ...(hint && { hint }),
      });
    }
  }

  /**
   * Writes a study for a cluster into a folder that the person names, and submits it where there is Slurm.
   * @returns null when the person names none
   * @throws LabFailure `bad-experiment` for a study with something wrong in it, `file` for a folder that is not
   *   new and data that cannot be read
   */
  async write({
    study: file,
    pack,
    options,
  }: ClusterRequest): Promise<WrittenStudy | null> {
    const { study, tasks } = plannedStudy(file, process.cwd());
    const folder = await this.options.dialogs.save(folderName(study.study), []);
    if (folder === null) return null;
    const plan = { study, tasks, pack, options, arraySize: await arraySize() };
    const about = await writeClusterFolder(folder, plan).catch(
      (thrown: unknown) => {
        if (thrown instanceof LabFailure) throw thrown;
        const { code } = thrown as NodeJS.ErrnoException;
        throw new LabFailure({
          code: "file",
          message: `The folder ${shown(folder)} cannot be written (${code}).`,
          hint: "Name a new folder in another place.",
        });
      },
    );
    const script = paths.submit(folder);
    const isThere = await hasSlurm();
    const refusal = isThere ? await refusalOf(folder, script) : null;
    return {
      folder,
      runs: about.runs,
      tasks: about.tasks,
      isSubmitted: isThere && refusal === null,
      refusal,
      command: quoted(script),
    };
  }

  /** @throws LabFailure `file` for a folder that is no study's, or cannot be reached */
  async status(folder: string): Promise<StudyProgress> {
    const status = await clusterStatus(folder);
    const { about, finished, diverged, failed, running } = status;
    return {
      study: about.study,
      runs: about.runs,
      finished: finished + diverged,
      running,
      waiting: status.queued + status.missing + status.interrupted,
      failed,
    };
  }

  /**
   * Brings what a cluster computed into the archive.
   * @param folder of the study; the person chooses when left out
   * @returns null when the person chooses none
   * @throws LabFailure `file` for a folder that is no study's, `bad-request` while another collection goes on
   */
  async collect(folder?: string): Promise<CollectedStudy | null> {
    this.#requireIdle();
    const chosen = folder ?? (await this.options.chooseFolder());
    if (chosen === null) return null;
    // The person may have begun another one meanwhile.
    this.#requireIdle();
    const work = { isWanted: true, end: Promise.resolve<unknown>(null) };
    this.#collecting = work;
    const collected = this.#take(chosen, work);
    work.end = collected.catch(() => undefined);
    try {
      return await collected;
    } finally {
      this.#collecting = null;
    }
  }

  /** Ends the collection that goes on; what came until then stays. */
  cancel() {
    if (this.#collecting) this.#collecting.isWanted = false;
  }

  async close() {
    this.cancel();
    await this.#collecting?.end;
  }

  #requireIdle() {
    if (this.#collecting)
      throw new LabFailure({
        code: "bad-request",
        message: "The results of a study are being collected already.",
        hint: "Wait until they are there, or cancel that.",
      });
  }

  async #take(
    folder: string,
    work: { isWanted: boolean },
  ): Promise<CollectedStudy> {
    const { archive, announce } = this.options;
    const about = await readAbout(folder);
    announce("collectingChanged", { folder, share: 0 });
    let wasCancelled = false;
    try {
      const collected = await collect(folder, archive, {
        onProgress: (share) => announce("collectingChanged", { folder, share }),
        isWanted: () => {
          wasCancelled ||= !work.isWanted;
          return work.isWanted;
        },
      });
      const isThere = collected.added + collected.known > 0;
      const groupId = isThere ? await archive.studyGroup(about) : null;
      return { ...collected, folder, groupId, wasCancelled };
    } finally {
      announce("collectingChanged", { folder, share: null });
    }
  }
}

/** Why Slurm does not take a study; null when it does. The folder is written either way. */
async function refusalOf(folder: string, script: string) {
  try {
    await submit(folder, [script]);
    return null;
  } catch (thrown) {
    const { message, hint } = toLabError(thrown);
    return [message, hint].filter(Boolean).join(" ");
  }
}

/** A name that a shell takes without quotation marks, where the name of the study has such letters. */
function folderName(study: string): string {
  const plain = study.replace(/[^\p{L}\p{N}.]+/gu, "-").slice(0, 80);
  return plain.replace(/^[-.]+|[-.]+$/g, "").toLowerCase() || "study";
}

function jsonOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch (thrown) {
    throw new LabFailure({
      code: "file",
      message: `It is not JSON, the notation of study files: ${(thrown as Error).message}.`,
    });
  }
}

async function textOf(path: string): Promise<string> {
  const refuse = (message: string) =>
    new LabFailure({ code: "file", message, hint: "Choose a study file." });
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw refuse(`It cannot be read (${error.code}).`);
  });
  // A pipe or a device: reading it could wait or go on for ever.
  if (!found.isFile()) throw refuse("It is not a regular file.");
  if (found.size > largest) throw refuse("It is larger than 20 MB.");
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw refuse(`It cannot be read (${error.code}).`);
  });
  return decodeText(bytes);
}
