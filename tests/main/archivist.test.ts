import { describe, expect, it } from "vitest";
import { ArchiveFailure } from "../../main/archive/failure";
import { Archivist } from "../../main/archivist";
import type { Archive } from "../../main/archive/archive";
import { spec, summaryAt, temporaryArchive } from "./archive/helpers";
import { batchReport, endedReport } from "./engine/fake-child";

const full = new ArchiveFailure("The disk is full.", "Free some space.");

const crash = {
  code: "engine" as const,
  message: "The compute engine crashed (SIGSEGV).",
};

/** Writes down in one list who did what, and fails where told to. */
async function setUp(broken: (method: string) => boolean = () => false) {
  const real = await temporaryArchive();
  const { id } = await real.createRun(spec, 40);
  const log: string[] = [];
  const archive = new Proxy(real, {
    get(target, method: keyof Archive & string) {
      return async (...args: never[]) => {
        if (broken(method)) throw full;
        const result: unknown = await (
          target[method] as (...args: never[]) => Promise<unknown>
        ).apply(target, args);
        log.push(method);
        return result;
      };
    },
  });
  const archivist = new Archivist(
    archive,
    (event, payload) => {
      const status = payload && "status" in payload ? ` ${payload.status}` : "";
      log.push(event + status);
    },
    {
      acknowledge: () => void log.push("acknowledge"),
      stop: (runId) => void log.push(`stop ${runId}`),
    },
  );
  return { archivist, real, id, log };
}

describe("archivist", () => {
  it("stores, then announces, then acknowledges", async () => {
    const { archivist, id, log } = await setUp();
    await archivist.deliver(batchReport(id, 0));
    expect(log).toEqual([
      "appendBatch",
      "seriesGrew",
      "runChanged running",
      "acknowledge",
    ]);
  });

  it("stores what a run goes through", async () => {
    const { archivist, real, id, log } = await setUp();
    await archivist.deliver({ type: "paused", runId: id });
    await archivist.deliver({ type: "resumed", runId: id });
    await archivist.deliver(endedReport(id, summaryAt(5)));
    expect(log).toEqual([
      "setStatus",
      "runChanged paused",
      "setStatus",
      "runChanged running",
      "finish",
      "runChanged finished",
    ]);
    expect(await real.openRun(id)).toMatchObject({
      status: "finished",
      summary: summaryAt(5),
    });
  });

  it("keeps why a run failed", async () => {
    const { archivist, real, id } = await setUp();
    const error = { code: "engine" as const, message: "No TensorFlow." };
    await archivist.deliver({ type: "failed", runId: id, error });
    expect(await real.openRun(id)).toMatchObject({ status: "failed", error });
  });

  it("marks a lost run as interrupted and keeps its rows", async () => {
    const { archivist, real, id, log } = await setUp();
    await archivist.deliver(batchReport(id, 0));
    await archivist.lost(id, crash);
    expect(log.at(-1)).toBe("runChanged interrupted");
    expect(await real.openRun(id)).toMatchObject({
      status: "interrupted",
      error: crash,
      rows: { steps: 10 },
    });
  });

  it("fails and stops a run that the archive cannot take, and ignores the rest of it", async () => {
    const { archivist, real, id, log } = await setUp(
      (method) => method === "appendBatch",
    );
    await archivist.deliver(batchReport(id, 0));
    expect(log).toEqual([
      "finish",
      "runChanged failed",
      `stop ${id}`,
      "acknowledge",
    ]);
    await archivist.deliver(batchReport(id, 10));
    await archivist.deliver(endedReport(id, summaryAt(19)));
    expect(log).not.toContain("seriesGrew");
    expect(log).not.toContain("runChanged finished");
    expect(await real.openRun(id)).toMatchObject({
      status: "failed",
      error: full.error,
      summary: { step: 0 },
    });
  });

  it("tells the window of the failure even when not even that can be stored", async () => {
    let isFull = true;
    const { archivist, real, id, log } = await setUp(
      (method) => isFull && method !== "openRun",
    );
    await archivist.deliver(batchReport(id, 0));
    expect(log).toEqual([
      "openRun",
      "runChanged failed",
      `stop ${id}`,
      "acknowledge",
    ]);
    expect(archivist.corrected(await real.openRun(id))).toMatchObject({
      status: "failed",
      error: full.error,
    });
    const [row] = await real.listRuns();
    expect(row.status).toBe("running");
    expect(archivist.corrected(row)).toEqual({ ...row, status: "failed" });

    // By the time the run has stopped there is space again.
    isFull = false;
    await archivist.deliver(endedReport(id, summaryAt(9)));
    expect(await real.openRun(id)).toMatchObject({
      status: "failed",
      error: full.error,
    });
  });

  it("stores a failure later, when there was no space until the run had ended", async () => {
    let isFull = true;
    const { archivist, real, id } = await setUp(
      (method) => isFull && method !== "openRun",
    );
    await archivist.deliver(batchReport(id, 0));
    await archivist.storeFailures();
    await archivist.deliver(endedReport(id, summaryAt(9)));
    await archivist.storeFailures();
    expect((await real.openRun(id)).status).toBe("running");
    isFull = false;
    await archivist.storeFailures();
    const failed = { status: "failed", error: full.error };
    expect(await real.openRun(id)).toMatchObject(failed);
    // It goes on: no failure of before is told of it any more.
    const row = await real.openRun(id);
    expect(archivist.corrected({ ...row, status: "running" }).status).toBe(
      "running",
    );
  });

  it("counts a run whose failure is stored as failed when its engine crashes", async () => {
    const { archivist, real, id } = await setUp(
      (method) => method === "appendBatch",
    );
    await archivist.deliver(batchReport(id, 0));
    await archivist.lost(id, crash);
    expect((await real.openRun(id)).status).toBe("failed");
  });

  it("never rejects", async () => {
    const { archivist, id } = await setUp(() => true);
    await archivist.deliver(batchReport(id, 0));
    await archivist.deliver(endedReport(id, summaryAt(0)));
    await archivist.lost(id, crash);
  });
});
