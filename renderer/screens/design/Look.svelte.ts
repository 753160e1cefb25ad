import type { DataPreview } from "../../../core/contract/engine";
import { toLabError, type LabError } from "../../../core/errors";
import type { DataSpec } from "../../../core/data/spec";
import type { Lab } from "../../lib/api";

/** The first samples of data that are in files, as the engine reads them. */
export class Look {
  busy = $state(false);
  error = $state.raw<LabError | null>(null);
  #result = $state.raw<{ about: string; preview: DataPreview } | null>(null);

  constructor(private readonly lab: Lab) {}

  /** Null where these data have not been looked at. */
  at(data: DataSpec): DataPreview | null {
    return this.#result?.about === JSON.stringify(data)
      ? this.#result.preview
      : null;
  }

  /** Keeps what was read already. */
  keep(data: DataSpec, preview: DataPreview) {
    this.error = null;
    this.#result = { about: JSON.stringify(data), preview };
  }

  async take(data: DataSpec): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.error = null;
    try {
      this.keep(data, await this.lab.files.preview(data));
    } catch (thrown) {
      this.error = toLabError(thrown);
    } finally {
      this.busy = false;
    }
  }
}
