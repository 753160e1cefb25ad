import type {
  ImportReply,
  RunDetail,
  RunPage,
  RunRow,
  SeriesRequest,
  SeriesWindow,
} from "../core/contract/api";
import type { CurvesRequest } from "../core/contract/files";
import type { RunChanges } from "../core/run/organise";
import { decimate } from "../core/series/decimate";
import type { Archive } from "./archive/archive";
import type { Announce, Archivist } from "./archivist";
import { importCurves } from "./files/curves";
import { importCapsules } from "./files/capsules";
import type { Dialogs } from "./files/dialogs";
import { JsonText } from "./json-text";

/** The stored runs as the window sees them: with failures that could not be stored, and announced. */
export class Runs {
  constructor(
    private readonly archive: Archive,
    private readonly archivist: Archivist,
    private readonly announce: Announce,
  ) {}

  async list(page?: RunPage): Promise<JsonText<RunRow[]>> {
    if (!page?.after) {
      // The command line may have been killed since the last look.
      await this.archive.interruptAbandoned();
      await this.archivist.storeFailures();
    }
    if (!this.archivist.hasFailures)
      return new JsonText(await this.archive.listRunsAsJson(page));
    const runs = await this.archive.listRuns(page);
    return JsonText.of(runs.map((run) => this.archivist.corrected(run)));
  }

  async listSome(ids: number[]): Promise<RunRow[]> {
    const runs = await this.archive.listSome(ids);
    return runs.map((run) => this.archivist.corrected(run));
  }

  async open(id: number): Promise<RunDetail> {
    return this.archivist.corrected(await this.archive.openRun(id));
  }

  async readSeries(request: SeriesRequest): Promise<SeriesWindow> {
    const stored = await this.archive.readColumns(request);
    return Object.fromEntries(
      request.columns.map((name) => [
        name,
        decimate(stored.step, stored[name], request),
      ]),
    );
  }

  async change(id: number, changes: RunChanges): Promise<RunRow> {
    return this.#changed(await this.archive.organise(id, changes));
  }

  async changeSeveral(
    several: { id: number; changes: RunChanges }[],
  ): Promise<void> {
    const runs = await this.archive.organiseSeveral(several);
    this.announce(
      "runsChanged",
      runs.map((run) => this.archivist.corrected(run)),
    );
  }

  async remove(ids: number[]): Promise<void> {
    await this.archivist.storeFailures();
    await this.archive.putAside(ids);
    this.announce("runsRemoved", { ids });
  }

  async restore(ids: number[]): Promise<void> {
    for (const run of await this.archive.takeBack(ids)) this.#changed(run);
  }

  async purge(ids: number[]): Promise<void> {
    for (const run of await this.archive.deleteForGood(ids))
      if (run.deletedAt === null) this.#changed(run);
  }

  async dropCheckpoints(ids: number[]): Promise<void> {
    for (const run of await this.archive.dropCheckpoints(ids))
      this.#changed(run);
  }

  async import(dialogs: Dialogs, paths?: string[]): Promise<ImportReply> {
    const reply = await importCapsules(this.archive, dialogs, paths);
    return {
      added: reply.added.map((run) => this.#changed(run)),
      present: reply.present,
    };
  }

  async importCurves(curves: CurvesRequest): Promise<RunRow> {
    return this.#changed(await importCurves(this.archive, curves));
  }

  /** Marks the runs that another process has left in the middle since the archive was opened. */
  async interruptAbandoned(): Promise<void> {
    for (const id of await this.archive.interruptAbandoned())
      this.announce("runChanged", await this.archive.openRun(id));
  }

  #changed(run: RunRow): RunRow {
    const corrected = this.archivist.corrected(run);
    this.announce("runChanged", corrected);
    return corrected;
  }
}
