import type {
  ImportReply,
  RunDetail,
  RunPage,
  RunRow,
} from "../../core/contract/api";
import type { BackupReason } from "../../core/contract/care";
import type { Continuation } from "../../core/contract/engine";
import { LabFailure, type LabError } from "../../core/errors";
import type { ColumnName } from "../../core/series/align";
import type { CurveRun } from "../../core/series/curves";
import type { Pin, RunChanges, View } from "../../core/run/organise";
import type { ExperimentSpec } from "../../core/experiment/spec";
import type { Analysis } from "../../core/theory/analysis";
import type { Landing } from "../../core/theory/landings";
import type { ImportedRun } from "../../core/export/capsule";
import type { Checkpoint } from "../../core/run/checkpoint";
import { firstStep, type ForkStart } from "../../core/run/fork";
import {
  emptySummary,
  type EngineInfo,
  type RunSummary,
} from "../../core/run/summary";
import type { FinalStatus, RunEvent, RunStatus } from "../../core/run/status";
import {
  tableNames,
  type Columns,
  type RecordBatch,
  type TableName,
} from "../../core/series/columns";
import { makeBackup } from "./backups";
import {
  checkpointStep,
  deleteCheckpoint,
  readCheckpoint,
  replaceCheckpoint,
} from "./checkpoints";
import { readCurveRuns } from "./curve-runs";
import type { Database, Reader } from "./db";
import { cutEvents, insertEvents, readEvents } from "./events";
import type { ArchiveFailure } from "./failure";
import {
  deleteKept,
  keepCheckpoints,
  listKept,
  readKept,
} from "./kept-checkpoints";
import { insertImported, linkForks } from "./import";
import { isGone, Owner } from "./owner";
import * as organise from "./organise";
import * as queue from "./queue";
import { updateRow } from "./run-columns";
import * as runs from "./runs";
import { selectSame } from "./same-run";
import { columnNames, cutRows, lastRow, readColumns } from "./series";
import {
  copyStudyRuns,
  insertIdentity,
  selectStudyRuns,
  studyGroup,
  type StudyKey,
  type StudyRun,
} from "./study-runs";
import {
  appendBatch,
  countTables,
  readTail,
  settle,
  settleIfIntact,
  type RowCounts,
} from "./tails";
import { deleteTheory, replaceTheory, selectTheory } from "./theory";

/**
 * All runs and what they recorded, in one SQLite file. Several processes may have it open. Every
 * method is one transaction. For a number that is no run they throw a LabFailure `not-found`, for
 * a file that cannot be read or written an ArchiveFailure.
 */
export class Archive {
  /** The runs that were found abandoned, and became interrupted, when it was opened. */
  leftOver: number[] = [];
  #owner: Promise<Owner> | null = null;

  /** Use openArchive. */
  constructor(private readonly db: Database) {}

  /**
   * Adds a run in status `running` that belongs to this process until it is finished.
   * @param threshold sharpness at which the optimizer becomes unstable, 2/η; null where it is not one for the run
   * @param origin of a fork
   * @param of which run of a study it is, and the study's group
   */
  async createRun(
    spec: ExperimentSpec,
    threshold: number | null,
    origin: runs.Origin | null = null,
    of?: { identity: string; groupId: number },
  ): Promise<RunRow> {
    const { token } = await this.#claim();
    return this.db.write(async (sql) => {
      const id = await runs.insertRun(sql, spec, threshold, token, origin);
      if (of) {
        await updateRow(sql, id, { groupId: of.groupId });
        await insertIdentity(sql, id, of.identity);
      }
      return runs.selectRun(sql, id);
    });
  }

  /**
   * Adds runs in status `queued`, which belong to no process yet.
   * @param group name of a new group for them
   */
  enqueue(waiting: queue.Waiting[], group: string | null): Promise<RunRow[]> {
    return this.db.write(async (sql) => {
      const groupId =
        group === null ? null : await queue.insertGroup(sql, group);
      return queue.insertQueued(sql, waiting, groupId);
    });
  }

  /** The waiting run that is next, now in status `running` and of this process. */
  async takeNext(): Promise<RunRow | null> {
    const { token } = await this.#claim();
    return this.db.write((sql) => queue.takeNext(sql, token));
  }

  /** The numbers of the waiting runs, the next one first. */
  queue(): Promise<number[]> {
    return this.db.read(queue.selectQueue);
  }

  /** Moves a waiting run to a place from 0; answers with all of them in their new order. */
  moveQueued(id: number, place: number): Promise<RunRow[]> {
    return this.db.write((sql) => queue.moveTo(sql, id, place));
  }

  /** Deletes waiting runs, all or none. @throws LabFailure `bad-request` for one that does not wait */
  cancelQueued(ids: number[]): Promise<void> {
    return this.db.write((sql) => queue.deleteQueued(sql, ids));
  }

  /** Notes what computes a run. */
  setEngine(id: number, engine: EngineInfo): Promise<void> {
    return this.db.write((sql) => updateRow(sql, id, { engine }));
  }

  /**
   * Adds rows and events to a run, with its summary up to there and, now and then, a checkpoint, and
   * those to be kept: all of it or nothing.
   */
  appendBatch(
    id: number,
    batch: RecordBatch,
    events: RunEvent[],
    summary: RunSummary,
    checkpoint?: Checkpoint,
    kept: Checkpoint[] = [],
  ): Promise<{ run: RunRow; rows: RowCounts }> {
    return this.db.write(async (sql) => {
      await runs.requireRun(sql, id);
      await appendBatch(sql, id, batch, summary);
      await insertEvents(sql, id, events);
      if (checkpoint) await replaceCheckpoint(sql, id, checkpoint);
      await keepCheckpoints(sql, id, kept);
      return {
        run: await runs.selectRun(sql, id),
        rows: await countTables(sql, id),
      };
    });
  }

  /** Notes that a run pauses or goes on. A run that is over stays as it is. */
  setStatus(id: number, status: "running" | "paused"): Promise<RunRow> {
    return this.db.write(async (sql) => {
      await runs.updateActivity(sql, id, status);
      return runs.selectRun(sql, id);
    });
  }

  /**
   * Where a run that is over would go on; null where it would begin again. Nothing is changed.
   * @throws LabFailure `bad-request` when it cannot go on
   */
  continuationOf(id: number): Promise<Continuation | null> {
    return this.db.read(async (sql) => {
      const { checkpoint, engine } = await requireContinuable(sql, id);
      return checkpoint && engine && { checkpoint, engine };
    });
  }

  /**
   * Takes a run that is over back to its last checkpoint, in status `running`: rows and events from
   * that step on are gone. One that had not recorded anything begins again, without a continuation.
   * @throws LabFailure `bad-request` when it cannot go on
   */
  async continueRun(
    id: number,
  ): Promise<{ run: RunRow; continuation: Continuation | null }> {
    const { token } = await this.#claim();
    return this.db.write(async (sql) => {
      const { step, checkpoint, engine } = await requireContinuable(sql, id);
      await settle(sql, id);
      await cutRows(sql, id, step);
      // Of a run that was shorter.
      await deleteTheory(sql, id);
      await cutEvents(sql, id, step);
      await deleteKept(sql, id, step);
      const summary = checkpoint?.recorder.summary ?? emptySummary;
      await updateRow(sql, id, {
        status: "running",
        owner: token,
        error: null,
        summary,
      });
      const run = await runs.selectRun(sql, id);
      const continuation = checkpoint && engine && { checkpoint, engine };
      return { run, continuation };
    });
  }

  /**
   * Ends a run. The first end counts: a run that is over stays as it is. One that came to its own
   * end does not go on, and its checkpoint, which can be large, is deleted.
   */
  finish(
    id: number,
    status: FinalStatus,
    result: { summary?: RunSummary; error?: LabError } = {},
  ): Promise<RunRow> {
    return this.db.write(async (sql) => {
      await settle(sql, id);
      if (result.summary) await updateRow(sql, id, { summary: result.summary });
      await runs.endRun(sql, id, status, result.error ?? null);
      if (!continuable.includes(status)) await deleteCheckpoint(sql, id);
      return runs.selectRun(sql, id);
    });
  }

  /**
   * The last checkpoint of a run at or before a step, of those that are kept and the one from which it
   * can go on; null where there is none.
   */
  checkpointBefore(id: number, step: number): Promise<Checkpoint | null> {
    return this.db.read(async (sql) => {
      const last = await checkpointStep(sql, id);
      const kept = await readKept(sql, id, step);
      const isLater =
        last !== null && last <= step && last > (kept?.step ?? -1);
      return isLater ? readCheckpoint(sql, id) : kept;
    });
  }

  /** Parameters of a run at those of the steps at which it has intact checkpoints. */
  landings(id: number, steps: number[]): Promise<Landing[]> {
    return this.db.read(async (sql) => {
      const found: Landing[] = [];
      for (const step of steps) {
        const kept = await readKept(sql, id, step).catch(() => null);
        if (kept?.step === step) found.push({ step, theta: kept.theta });
      }
      return found;
    });
  }

  /** What a fork begins with. A checkpoint that is damaged costs time alone: the way is done from step 0. */
  async forkStart({
    parent,
    fork,
  }: runs.Origin): Promise<ForkStart<Checkpoint>> {
    const known =
      parent === null
        ? null
        : await this.checkpointBefore(parent, fork.step).catch(() => null);
    return { fork, checkpoint: known };
  }

  /**
   * Deletes the checkpoints kept with runs, all or none; what the runs recorded stays, and so does the one that
   * a fork begins with.
   */
  dropCheckpoints(ids: number[]): Promise<RunRow[]> {
    return this.db.write(async (sql) => {
      const rows: RunRow[] = [];
      for (const id of ids) {
        const { fork } = await runs.selectRun(sql, id);
        await deleteKept(sql, id, fork?.step);
        rows.push(await runs.selectRun(sql, id));
      }
      return rows;
    });
  }

  /** Changes what a person says of a run; what is not named stays. Its experiment keeps its name. */
  organise(id: number, changes: RunChanges): Promise<RunRow> {
    return this.db.write(async (sql) => {
      await updateRow(sql, id, changes);
      return runs.selectRun(sql, id);
    });
  }

  /** The same of several runs, all or none. */
  organiseSeveral(
    several: { id: number; changes: RunChanges }[],
  ): Promise<RunRow[]> {
    return this.db.write(async (sql) => {
      const changed: RunRow[] = [];
      for (const { id, changes } of several) {
        await updateRow(sql, id, changes);
        changed.push(await runs.selectRun(sql, id));
      }
      return changed;
    });
  }

  /** Replaces the notes pinned to the charts of a run. */
  setPins(id: number, pins: Pin[]): Promise<void> {
    return this.db.write((sql) => updateRow(sql, id, { pins }));
  }

  /** All runs that are not put aside, newest first; or a page of them. */
  listRuns(page?: RunPage): Promise<RunRow[]> {
    return this.db.read((sql) => runs.selectRuns(sql, page));
  }

  /** The same as JSON text. */
  async listRunsAsJson(page?: RunPage): Promise<string> {
    const text = await this.db.read((sql) => runs.selectRunsAsJson(sql, page));
    return text ?? JSON.stringify(await this.listRuns(page));
  }

  /** Those of some runs that are there and not put aside, newest first. */
  async listSome(ids: number[]): Promise<RunRow[]> {
    const found = await this.db.read((sql) => runs.selectSome(sql, ids));
    return found.filter(({ deletedAt }) => deletedAt === null);
  }

  /** The runs put aside, the last one first. */
  listDeleted(): Promise<RunRow[]> {
    return this.db.read(runs.selectDeleted);
  }

  /** Puts runs aside, all or none. @throws LabFailure `busy` for one that waits or is still going */
  putAside(ids: number[]): Promise<void> {
    return this.db.write((sql) => organise.putAside(sql, ids));
  }

  /** Takes runs back that were put aside, all or none. */
  takeBack(ids: number[]): Promise<RunRow[]> {
    return this.db.write((sql) => organise.takeBack(sql, ids));
  }

  /**
   * Deletes runs with all they recorded, all or none.
   * @returns the runs that were linked to them
   * @throws LabFailure for one not put aside
   */
  deleteForGood(ids: number[]): Promise<RunRow[]> {
    return this.db.write((sql) => organise.deleteForGood(sql, ids));
  }

  /** Adds runs that are over, with all they recorded, each that is not here already: all of it or nothing. */
  importRuns(imported: ImportedRun[]): Promise<ImportReply> {
    return this.db.write(async (sql) => {
      const ids = { added: new Set<number>(), present: new Set<number>() };
      for (const run of imported) {
        const same = await selectSame(sql, run);
        if (same === null) ids.added.add(await insertImported(sql, run));
        // A file may bring a run twice.
        else if (!ids.added.has(same)) ids.present.add(same);
      }
      await linkForks(sql);
      const rowsOf = async (some: Set<number>) => {
        const rows: RunRow[] = [];
        for (const id of some) rows.push(await runs.selectRun(sql, id));
        return rows;
      };
      return {
        added: await rowsOf(ids.added),
        present: await rowsOf(ids.present),
      };
    });
  }

  /** The runs of a study that are here, those put aside too. @param identities of all its runs */
  studyRuns(identities: string[]): Promise<StudyRun[]> {
    return this.db.read((sql) => selectStudyRuns(sql, identities));
  }

  /** The group of a study, which is made when it is missing; answers with its number. */
  studyGroup(study: StudyKey): Promise<number> {
    return this.db.write((sql) => studyGroup(sql, study));
  }

  /**
   * Takes finished and diverged runs of a study over from another archive, each that is not here already: all of
   * them or none.
   * @param path of an archive of this version that nobody writes to
   * @returns how many came
   */
  async takeOver(
    path: string,
    identities: string[],
    groupId: number,
  ): Promise<number> {
    await this.db.outside((sql) => sql.run("ATTACH ? AS part", [path]));
    try {
      return await this.db.write((sql) =>
        copyStudyRuns(sql, identities, groupId),
      );
    } finally {
      await this.db.outside((sql) => sql.run("DETACH part"));
    }
  }

  /** Saved ways of looking at runs, in their order. */
  views(): Promise<View[]> {
    return this.db.read(organise.selectViews);
  }

  /** Replaces all saved views. */
  saveViews(views: View[]): Promise<void> {
    return this.db.write((sql) => organise.replaceViews(sql, views));
  }

  openRun(id: number): Promise<RunDetail> {
    return this.db.read(async (sql) => {
      const run = await runs.selectWhole(sql, id);
      return {
        ...run,
        events: await readEvents(sql, id),
        rows: await countTables(sql, id),
        columns: await eachTable((table) => columnNames(sql, id, table)),
        checkpointStep: await continuesFrom(sql, run),
        kept: await listKept(sql, id, run.fork ? run.fork.step + 1 : 0),
        theory: await selectTheory(sql, id),
      };
    });
  }

  /** The rows of the analysis of a run: all columns, none where there is no analysis. */
  readTheory(id: number): Promise<Columns> {
    return this.db.read(async (sql) => {
      await runs.selectRun(sql, id);
      const names = await columnNames(sql, id, "theory");
      return names.length === 0 ? {} : readColumns(sql, id, "theory", names);
    });
  }

  /**
   * Keeps an analysis of a run in place of the last one: all of it or nothing.
   * @param isWanted asked at the very end
   * @throws LabFailure `stopped` when it is not wanted any more
   */
  setTheory(
    id: number,
    analysis: Analysis,
    isWanted = () => true,
  ): Promise<void> {
    return this.db.write(async (sql) => {
      await replaceTheory(sql, id, analysis);
      if (!isWanted())
        throw new LabFailure({
          code: "stopped",
          message: "The analysis was cancelled; nothing of it was stored.",
        });
    });
  }

  /**
   * Columns of a run, all of the same length; `step` is always among them.
   * @param window.from, window.to steps, both ends included; the whole run when left out
   * @throws LabFailure `bad-request` for a column that the table does not have
   */
  readColumns(window: {
    runId: number;
    table: TableName;
    columns: string[];
    from?: number;
    to?: number;
  }): Promise<Columns> {
    const { runId, table, columns, from, to } = window;
    return this.db.read(async (sql) => {
      await runs.requireRun(sql, runId);
      const tail = (await readTail(sql, runId))[table];
      return readColumns(sql, runId, table, columns, from, to, tail);
    });
  }

  /** Whole columns of many runs, with what their place on an axis depends on; see curve-runs.ts. */
  readCurveRuns(
    ids: number[],
    wanted: ColumnName[],
  ): Promise<Map<number, CurveRun | LabFailure>> {
    return this.db.read((sql) => readCurveRuns(sql, ids, wanted));
  }

  /**
   * Marks as interrupted what still counts as running although its process is gone.
   * @returns the numbers of these runs
   */
  async interruptAbandoned(): Promise<number[]> {
    const mine = (await this.#owner)?.token;
    const interrupted: number[] = [];
    for (const owner of await this.db.read(runs.selectOwners))
      if (owner !== mine && (await isGone(this.db.path, owner)))
        interrupted.push(
          ...(await this.db.write(async (sql) => {
            const ids = await runs.interruptRunsOf(sql, owner);
            for (const id of ids) await settleIfIntact(sql, id);
            return ids;
          })),
        );
    return interrupted;
  }

  /** Tells somebody of each failure to read or write the file. */
  onFailure(hear: (failure: ArchiveFailure) => void) {
    this.db.onFailure(hear);
  }

  /** @throws ArchiveFailure `archive-missing` when the file is not where it was any more */
  requirePresent(): Promise<void> {
    return this.db.requirePresent();
  }

  /** Writes all that is stored now into a new file. What is asked for meanwhile waits. */
  async copyTo(path: string): Promise<void> {
    await this.db.outside((sql) => sql.run("VACUUM INTO ?", [path]));
  }

  /** Makes a backup of what is open, also when its file was taken away. @returns its file name */
  backUp(reason: BackupReason): Promise<string> {
    return makeBackup(this.db, reason);
  }

  /** Waits for the work already asked for. A run that is not finished counts as interrupted. */
  async close(): Promise<void> {
    await this.db.close();
    await (await this.#owner)?.release();
  }

  #claim(): Promise<Owner> {
    const owner = (this.#owner ??= Owner.claim(this.db.path));
    // What was in the way may be gone the next time.
    owner.catch(() => (this.#owner = null));
    return owner;
  }
}

const continuable: RunStatus[] = ["interrupted", "stopped", "failed"];

/** The step from which a run can go on: that of its checkpoint, or its first one where it has no rows yet. */
async function continuesFrom(sql: Reader, run: RunRow) {
  const { id, status } = run;
  const step = await checkpointStep(sql, id);
  if (step !== null || !continuable.includes(status)) return step;
  return (await lastRow(sql, id, "steps")).rows === 0 ? firstStep(run) : null;
}

/** @throws LabFailure `bad-request` for a run that cannot go on */
async function requireContinuable(sql: Reader, id: number) {
  const run = await runs.selectWhole(sql, id);
  const { status, engine, deletedAt } = run;
  if (deletedAt !== null) throw putAside(id);
  const step = await continuesFrom(sql, run);
  const checkpoint = await readCheckpoint(sql, id);
  const isWhole = step !== null && (!checkpoint || engine);
  if (!isWhole || !continuable.includes(status)) throw refusal(id, status);
  return { step, checkpoint, engine };
}

/** Why a run cannot go on. */
function refusal(id: number, status: RunStatus) {
  const reason = (message: string, hint: string) =>
    new LabFailure({ code: "bad-request", message, hint });
  if (status === "running" || status === "paused")
    return reason(`Run ${id} is still going.`, "Stop it or wait for its end.");
  if (!continuable.includes(status))
    return reason(
      `Run ${id} is ${status} and cannot be continued.`,
      "Only a run that was stopped or interrupted or that failed can be continued.",
    );
  return reason(
    `Run ${id} has no checkpoint to continue from.`,
    "It was imported or recovered, or an earlier version made it; start its experiment again.",
  );
}

function putAside(id: number) {
  return new LabFailure({
    code: "bad-request",
    message: `Run ${id} is deleted.`,
    hint: "Restore it, then continue it.",
  });
}

async function eachTable<T>(ask: (table: TableName) => Promise<T>) {
  const answers: [TableName, T][] = [];
  for (const table of tableNames) answers.push([table, await ask(table)]);
  return Object.fromEntries(answers) as Record<TableName, T>;
}
