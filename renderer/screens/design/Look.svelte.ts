import type { DataPreview } from "../../../core/contract/engine";
import { pathsOf, sourceOf, type DataSpec } from "../../../core/data/spec";
import type { TableSurvey } from "../../../core/data/survey";
import { toLabError, type LabError } from "../../../core/errors";
import type { Lab } from "../../lib/api";

/** Milliseconds after a change before data are read: more changes may follow. */
const patience = 250;
/** Milliseconds of reading before it is spoken of. */
const unnoticed = 400;

interface Options {
  /** The columns of a table are known. Answers whether the data were changed by it. */
  surveyed: (data: DataSpec, survey: TableSurvey) => boolean;
}

/** Data in files, as the process that reads them finds them: columns of a table, first samples. */
export class Look {
  busy = $state(false);
  /** Reading takes so long that it is worth a word. */
  isLong = $state(false);
  /** How much is read, 0 to 1; null where that is not known. */
  share = $state<number | null>(null);
  error = $state.raw<LabError | null>(null);
  /** The person ended the reading. */
  isStopped = $state(false);
  /** Files that are not as they were read any more. */
  changed = $state.raw<{ path: string; isGone: boolean }[]>([]);
  #result = $state.raw<{
    about: string;
    files: string;
    preview: DataPreview;
  } | null>(null);
  #survey = $state.raw<{ about: string; survey: TableSurvey } | null>(null);
  #stamps: { files: string; found: (string | null)[] } | null = null;
  /** The newest reading; what an older one finds is dropped. */
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #lab: Lab;
  readonly #options: Options;

  constructor(lab: Lab, options: Options) {
    this.#lab = lab;
    this.#options = options;
  }

  /** Null where these data have not been looked at. */
  at(data: DataSpec): DataPreview | null {
    return this.#result?.about === whole(data) ? this.#result.preview : null;
  }

  /** The last samples of the same files, to be shown until the present ones are read. */
  before(data: DataSpec): DataPreview | null {
    return this.#result?.files === named(data) ? this.#result.preview : null;
  }

  /** The columns of a table; null where they have not been looked at. */
  surveyOf(data: DataSpec): TableSurvey | null {
    return this.#survey?.about === judged(data) ? this.#survey.survey : null;
  }

  /** Keeps what was read already. */
  keep(data: DataSpec, preview: DataPreview) {
    this.error = null;
    this.#result = { about: whole(data), files: named(data), preview };
  }

  /** Reads data soon, unless they were read already. To be called when they change. */
  follow(data: DataSpec) {
    clearTimeout(this.#timer);
    if (this.at(data)) return;
    this.error = null;
    this.#timer = setTimeout(() => void this.take(data), patience);
  }

  /** Reads data now. */
  async take(data: DataSpec): Promise<void> {
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    const isNewest = () => turn === this.#turn;
    this.#begin();
    setTimeout(() => (this.isLong ||= isNewest() && this.busy), unnoticed);
    try {
      const found = await this.#lab.files.stamps(pathsOf(data));
      const { table } = sourceOf(data);
      if (table && !this.surveyOf(data)) {
        const survey = await this.#lab.files.survey(data);
        if (!isNewest()) return;
        this.#survey = { about: judged(data), survey };
        this.#stamps = { files: named(data), found };
        if (this.#options.surveyed(data, survey)) return;
      }
      const preview = await this.#lab.files.preview(data);
      if (!isNewest()) return;
      this.#stamps = { files: named(data), found };
      this.keep(data, preview);
    } catch (thrown) {
      if (isNewest()) this.error = toLabError(thrown);
    } finally {
      if (isNewest()) this.#end();
    }
  }

  /** Reads data again that were read already. */
  async again(data: DataSpec): Promise<void> {
    this.#survey = null;
    this.#result = null;
    await this.take(data);
  }

  /** Drops what is read now or soon: something else asks for the data. */
  hold() {
    clearTimeout(this.#timer);
    this.#turn++;
    this.#end();
  }

  /** Ends the reading. */
  stop() {
    this.hold();
    this.isStopped = true;
    void this.#lab.files.stopReading();
  }

  /** What main tells of the reading. */
  progressed(share: number) {
    if (this.busy) this.share = share;
  }

  /** Looks whether the files are as they were read. */
  async check(data: DataSpec): Promise<boolean> {
    const paths = pathsOf(data);
    const read = this.#stamps;
    if (read?.files !== named(data)) return false;
    const now = await this.#lab.files.stamps(paths);
    this.changed = paths.flatMap((path, i) =>
      now[i] === read.found[i] ? [] : [{ path, isGone: now[i] === null }],
    );
    return this.changed.length === 0;
  }

  #begin() {
    this.busy = true;
    this.isLong = false;
    this.isStopped = false;
    this.share = null;
    this.error = null;
    this.changed = [];
  }

  #end() {
    this.busy = false;
    this.isLong = false;
    this.share = null;
  }
}

/** Which files the data are in. */
function named(data: DataSpec): string {
  return JSON.stringify([data.source, pathsOf(data)]);
}

/** What the samples depend on, whatever the order of the fields. */
function whole(data: DataSpec): string {
  const fields = Object.entries(data).filter(([, v]) => v !== undefined);
  return JSON.stringify(fields.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What the columns of a table depend on. */
function judged(data: DataSpec): string {
  const { table } = sourceOf(data);
  const fields = table?.judgedBy ?? [];
  return JSON.stringify([
    data.source,
    ...fields.map((key) => data[key as keyof DataSpec]),
  ]);
}
