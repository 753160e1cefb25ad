import { z } from "zod";
import type { LabRequests, Reply } from "../core/contract/api";
import { LabFailure, toLabError } from "../core/errors";
import { openKind, saveRequest } from "../core/contract/files";
import { pins, runChanges, views } from "../core/run/organise";
import { settingsChanges } from "../core/contract/settings";
import { selfStabilizationSchema } from "../core/experiment/analysis-spec";
import { withoutNul } from "../core/schema/fields";
import { mostRuns } from "../core/experiment/sweep";
import { requireData } from "../core/experiment/validate-data";
import { requireExperiment } from "../core/experiment/validate";
import { expectation } from "../core/run/expectation";
import { tableNames } from "../core/series/columns";

type RequestName = keyof LabRequests;

/** What is answered also when the archive cannot be opened. */
type CareName =
  | "archiveCare"
  | "backUp"
  | "deleteBackup"
  | "restoreBackup"
  | "checkArchive"
  | "recoverArchive"
  | "beginAnew"
  | "showArchive"
  | "startNotice";

/** What answers the requests: a Lab, an ArchiveKeeper. A missing method does not compile. */
export type Answers<K extends RequestName> = {
  [N in K]: (
    ...args: Parameters<LabRequests[N]>
  ) => ReturnType<LabRequests[N]> | Promise<ReturnType<LabRequests[N]>>;
};

type Keeper = Answers<CareName> & {
  /** Opens the lab or answers with the open one; when it fails, so does the request. */
  lab(): Promise<Answers<Exclude<RequestName, CareName>>>;
};

/** Answers one request, whatever its arguments are; never rejects. */
export type Handler<K extends RequestName> = (
  args: unknown[],
) => Promise<Reply<ReturnType<LabRequests[K]>>>;

export type Handlers = { [K in RequestName]: Handler<K> };

const runId = z.int("A run is named by its number.").positive();
const runIds = z
  .array(runId, "Runs are named by a list of their numbers.")
  .max(10_000, "At most 10,000 runs can be named at once.")
  .transform((ids) => [...new Set(ids)]);
const isNotEmpty = (list: unknown[]) => list.length > 0;
const paths = z
  .array(z.string("A file is named by its path."))
  .max(1000, "At most 1,000 files can be imported at once.");
const step = z.number("A step must be a number.");
const tableRequest = z.strictObject({
  runId,
  table: z.enum(
    tableNames,
    `The table must be one of: ${tableNames.join(", ")}.`,
  ),
  columns: z.array(z.string()).min(1, "Ask for at least one column.").max(1000),
  from: step.exactOptional(),
  to: step.exactOptional(),
});
const seriesRequest = tableRequest.extend({
  pixels: z
    .int("The width must be a whole number of pixels.")
    .min(1, "The width must be at least 1 pixel.")
    .max(10_000, "The width must be at most 10,000 pixels."),
});

const experiment = z.unknown().transform(requireExperiment);
const experiments = z
  .array(experiment, "Experiments must be a list.")
  .min(1, "Give at least one experiment.")
  .max(mostRuns, `At most ${mostRuns} experiments are taken at once.`);
const groupName = z
  .string("The name of a group must be text.")
  .trim()
  .min(1, "The name of a group must not be empty.")
  .max(120, "The name of a group may have at most 120 characters.")
  .regex(
    withoutNul,
    "The name of a group must not contain the character of code 0.",
  )
  .nullable();
const place = z
  .int("A place in the queue is a whole number.")
  .nonnegative("The first place in the queue is 0.");

const backupName = z
  .string("A backup is named by its file.")
  .max(300, "The name of a backup has at most 300 characters.");

/**
 * Makes the handlers of all requests. What comes from the window is checked, typed or not.
 * @param onUnexpected hears of errors that are mistakes of this program, for the log
 */
export function makeHandlers(
  keeper: Keeper,
  onUnexpected: (error: unknown) => void,
): Handlers {
  const from =
    <K extends RequestName>(
      answering: () => Answers<K> | Promise<Answers<K>>,
    ) =>
    <N extends K>(
      name: N,
      argumentsOf: z.ZodType<Parameters<LabRequests[N]>>,
    ): Handler<N> =>
    async (args) => {
      try {
        const checked = check(name, argumentsOf, args);
        return { ok: true, value: await (await answering())[name](...checked) };
      } catch (thrown) {
        if (!(thrown instanceof LabFailure)) onUnexpected(thrown);
        return { ok: false, error: toLabError(thrown) };
      }
    };
  const on = from(() => keeper.lab());
  const care = from<CareName>(() => keeper);
  return {
    appInfo: on("appInfo", z.tuple([])),
    about: on("about", z.tuple([])),
    listRuns: on("listRuns", z.tuple([])),
    openRun: on("openRun", z.tuple([runId])),
    readSeries: on("readSeries", z.tuple([seriesRequest])),
    startRun: on("startRun", z.tuple([experiment, expectation.optional()])),
    enqueue: on("enqueue", z.tuple([experiments, groupName])),
    estimate: on("estimate", z.tuple([experiment])),
    previewData: on(
      "previewData",
      z.tuple([z.unknown().transform(requireData)]),
    ),
    moveQueued: on("moveQueued", z.tuple([runId, place])),
    cancelQueued: on("cancelQueued", z.tuple([runIds])),
    pauseRun: on("pauseRun", z.tuple([runId])),
    resumeRun: on("resumeRun", z.tuple([runId])),
    stepRun: on("stepRun", z.tuple([runId])),
    stopRun: on("stopRun", z.tuple([runId])),
    renameRun: on(
      "renameRun",
      z.tuple([runId, runChanges.shape.name.unwrap()]),
    ),
    continueRun: on("continueRun", z.tuple([runId])),
    analyse: on("analyse", z.tuple([runId, selfStabilizationSchema])),
    readTheory: on("readTheory", z.tuple([runId])),
    cancelAnalysis: on("cancelAnalysis", z.tuple([runId])),
    analysisProgress: on("analysisProgress", z.tuple([])),
    readTable: on("readTable", z.tuple([tableRequest])),
    organiseRun: on("organiseRun", z.tuple([runId, runChanges])),
    setPins: on("setPins", z.tuple([runId, pins])),
    deleteRuns: on("deleteRuns", z.tuple([runIds])),
    restoreRuns: on("restoreRuns", z.tuple([runIds])),
    listDeleted: on("listDeleted", z.tuple([])),
    purgeDeleted: on("purgeDeleted", z.tuple([runIds])),
    views: on("views", z.tuple([])),
    saveViews: on("saveViews", z.tuple([views])),
    settings: on("settings", z.tuple([])),
    saveSettings: on("saveSettings", z.tuple([settingsChanges])),
    saveFile: on("saveFile", z.tuple([saveRequest])),
    exportCapsules: on(
      "exportCapsules",
      z.tuple([runIds.refine(isNotEmpty, "Choose at least one run.")]),
    ),
    importCapsules: on("importCapsules", z.tuple([paths.optional()])),
    openFiles: on("openFiles", z.tuple([openKind])),
    report: on("report", z.tuple([runId])),
    reproduce: on("reproduce", z.tuple([runId])),
    archiveCare: care("archiveCare", z.tuple([])),
    backUp: care("backUp", z.tuple([])),
    deleteBackup: care("deleteBackup", z.tuple([backupName])),
    restoreBackup: care("restoreBackup", z.tuple([backupName])),
    checkArchive: care("checkArchive", z.tuple([])),
    recoverArchive: care("recoverArchive", z.tuple([])),
    beginAnew: care("beginAnew", z.tuple([])),
    showArchive: care("showArchive", z.tuple([])),
    startNotice: care("startNotice", z.tuple([])),
  };
}

function check<T>(name: string, shape: z.ZodType<T>, args: unknown[]): T {
  const parsed = shape.safeParse(args);
  if (parsed.success) return parsed.data;
  const [{ message }] = parsed.error.issues;
  throw new LabFailure({
    code: "bad-request",
    message: `The request ${name} was refused: ${message.replace(/\.?$/, ".")}`,
  });
}
