import type { ExportReply } from "../../core/contract/api";
import type { ExportKind } from "../../core/contract/files";
import type { EngineQuestion } from "../../core/contract/engine";
import type { Archive } from "../archive/archive";
import type { EngineChild } from "../engine/child";
import { Supervisor } from "../engine/supervisor";
import type { Dialogs } from "../files/dialogs";
import { askWhere } from "../files/files";
import { requireTorch } from "../../core/export/torch/export";
import type { Kernels } from "../../core/run/kernels";
import { writeNpz } from "./npz";
import { writeParquet } from "./parquet";
import { writePytorch } from "./pytorch";

/** Writes runs for other programs where a person wants them; what must be computed for it has a process of its own. */
export class Exporter {
  readonly #going = new Set<Supervisor>();

  constructor(
    private readonly fork: (kernels: Kernels | null) => EngineChild,
    private readonly archive: Archive,
    private readonly dialogs: Dialogs,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** @returns null when the person wants it nowhere @throws LabFailure with the reason why it cannot be done */
  async export(id: number, kind: ExportKind): Promise<ExportReply | null> {
    const run = await this.archive.openRun(id);
    // Before the person looks for a place.
    if (kind === "py") requireTorch(run);
    const path = await askWhere(this.dialogs, run.name, kind);
    if (path === null) return null;
    const cautions = await this.#write(path, run, kind);
    return { path, cautions };
  }

  async #write(
    path: string,
    run: Awaited<ReturnType<Archive["openRun"]>>,
    kind: ExportKind,
  ): Promise<string[]> {
    const { archive } = this;
    const ask = (question: EngineQuestion) => this.#ask(question);
    switch (kind) {
      case "npz":
        return writeNpz(path, archive, run, ask);
      case "py":
        await writePytorch(path, archive, run, ask);
        return [];
      case "parquet":
        await writeParquet(path, archive, run, "steps");
        return [];
    }
  }

  async #ask(question: EngineQuestion) {
    const engine = new Supervisor({
      fork: this.fork,
      // It is asked, and never given a run.
      deliver: () => Promise.resolve(),
      lost: () => Promise.resolve(),
      stateChanged: () => undefined,
      onError: this.onError,
    });
    this.#going.add(engine);
    try {
      return await engine.ask(question);
    } finally {
      this.#going.delete(engine);
      await engine.close();
    }
  }

  /** Ends what is going; its files are not written. */
  async close() {
    await Promise.all([...this.#going].map((engine) => engine.close()));
  }
}
