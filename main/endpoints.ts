/**
 * What each request of the window does: the shape of its arguments, and the call of the part that does
 * the work. A missing or surplus request does not compile.
 */
import { availableParallelism } from "node:os";
import { z } from "zod";
import type {
  RequestArguments,
  RequestName,
  RequestValue,
} from "../core/contract/api";
import { openKind, saveRequest } from "../core/contract/files";
import { settingsChanges } from "../core/contract/settings";
import { selfStabilizationSchema } from "../core/experiment/analysis-spec";
import { requireData } from "../core/experiment/validate-data";
import { expectation } from "../core/run/expectation";
import { pins, runChanges, views } from "../core/run/organise";
import type { ArchiveKeeper } from "./archive-keeper";
import { stamps } from "./data-reader";
import { exportCapsules } from "./files/capsules";
import { readCurves } from "./curves";
import * as files from "./files/files";
import { exportSeries } from "./files/series-csv";
import type { JsonText } from "./json-text";
import type { Lab } from "./lab";
import * as request from "./requests";

interface Endpoint<N extends RequestName, Part> {
  args: z.ZodType<RequestArguments<N>>;
  act: (
    part: Part,
    ...args: RequestArguments<N>
  ) => Answer<RequestValue<N>> | Promise<Answer<RequestValue<N>>>;
}

type Answer<T> = T | JsonText<T>;

/** What is answered also when the archive cannot be opened. */
type ArchiveRequest = Extract<RequestName, `archive.${string}`>;

const none = z.tuple([]);
const { runId, runIds, someRuns } = request;

export const labEndpoints: {
  [N in Exclude<RequestName, ArchiveRequest>]: Endpoint<N, Lab>;
} = {
  "app.info": {
    args: none,
    act: ({ options, engines }) => ({
      version: options.version,
      archivePath: options.archivePath,
      engines: engines.engines,
      threads: availableParallelism(),
    }),
  },
  "app.about": { args: none, act: ({ options }) => options.about() },
  "runs.list": { args: none, act: ({ runs }) => runs.list() },
  "runs.open": { args: z.tuple([runId]), act: ({ runs }, id) => runs.open(id) },
  "runs.readSeries": {
    args: z.tuple([request.seriesRequest]),
    act: ({ runs }, wanted) => runs.readSeries(wanted),
  },
  "runs.readCurves": {
    args: z.tuple([request.curvesWanted]),
    act: ({ archive }, wanted) => readCurves(archive, wanted),
  },
  "runs.look": {
    args: z.tuple([runId, request.lookStep, request.look]),
    act: ({ viewer }, id, step, how) => viewer.look(id, step, how),
  },
  "runs.readTable": {
    args: z.tuple([request.tableRequest]),
    act: ({ archive }, wanted) => archive.readColumns(wanted),
  },
  "runs.change": {
    args: z.tuple([runId, runChanges]),
    act: ({ runs }, id, changes) => runs.change(id, changes),
  },
  "runs.changeSeveral": {
    args: z.tuple([request.severalChanges]),
    act: ({ runs }, several) => runs.changeSeveral(several),
  },
  "runs.setPins": {
    args: z.tuple([runId, pins]),
    act: ({ archive }, id, all) => archive.setPins(id, all),
  },
  "runs.pause": {
    args: z.tuple([runId]),
    act: ({ engines }, id) => engines.pause(id),
  },
  "runs.resume": {
    args: z.tuple([runId]),
    act: ({ engines }, id) => engines.resume(id),
  },
  "runs.step": {
    args: z.tuple([runId]),
    act: ({ engines }, id) => engines.step(id),
  },
  "runs.stop": {
    args: z.tuple([runId]),
    act: ({ engines }, id) => engines.stop(id),
  },
  "runs.remove": {
    args: z.tuple([runIds]),
    act: ({ runs }, ids) => runs.remove(ids),
  },
  "runs.restore": {
    args: z.tuple([runIds]),
    act: ({ runs }, ids) => runs.restore(ids),
  },
  "runs.listDeleted": {
    args: none,
    act: ({ archive }) => archive.listDeleted(),
  },
  "runs.dropCheckpoints": {
    args: z.tuple([runIds]),
    act: ({ runs }, ids) => runs.dropCheckpoints(ids),
  },
  "runs.purge": {
    args: z.tuple([runIds]),
    act: ({ archive }, ids) => archive.deleteForGood(ids),
  },
  "queue.start": {
    args: z.tuple([request.experiment, expectation.optional()]),
    act: async ({ queue }, spec, expected) =>
      (await queue.enqueue([spec], null, expected))[0],
  },
  "queue.enqueue": {
    args: z.tuple([request.experiments, request.groupName]),
    act: ({ queue }, specs, group) => queue.enqueue(specs, group),
  },
  "queue.reproduce": {
    args: z.tuple([runId]),
    act: ({ queue }, id) => queue.reproduce(id),
  },
  "queue.continue": {
    args: z.tuple([runId]),
    act: async ({ archivist, queue }, id) => {
      await archivist.storeFailures();
      return queue.continueRun(id);
    },
  },
  "queue.move": {
    args: z.tuple([runId, request.place]),
    act: ({ queue }, id, place) => queue.move(id, place),
  },
  "queue.cancel": {
    args: z.tuple([runIds]),
    act: ({ queue }, ids) => queue.cancel(ids),
  },
  "queue.estimate": {
    args: z.tuple([request.experiment]),
    act: ({ engines }, spec) => engines.estimate(spec),
  },
  "theory.analyse": {
    args: z.tuple([runId, selfStabilizationSchema]),
    act: async ({ analyst, archive }, id, wanted) =>
      analyst.start(
        await archive.openRun(id),
        selfStabilizationSchema.parse(wanted),
      ),
  },
  "theory.read": {
    args: z.tuple([runId]),
    act: ({ archive }, id) => archive.readTheory(id),
  },
  "theory.cancel": {
    args: z.tuple([runId]),
    act: ({ analyst }, id) => analyst.cancel(id),
  },
  "theory.progress": { args: none, act: ({ analyst }) => analyst.progress },
  "files.save": {
    args: z.tuple([saveRequest]),
    act: ({ options }, file) => files.saveFile(options.dialogs, file),
  },
  "files.show": {
    args: z.tuple([request.path]),
    act: ({ savedFiles }, path) => savedFiles.show(path),
  },
  "files.open": {
    args: z.tuple([openKind]),
    act: ({ options }, kind) => files.openFiles(options.dialogs, kind),
  },
  "files.exportRuns": {
    args: z.tuple([someRuns]),
    act: ({ archive, options }, ids) =>
      exportCapsules(archive, options.dialogs, ids),
  },
  "files.exportSeries": {
    args: z.tuple([someRuns, request.table]),
    act: ({ archive, options }, ids, table) =>
      exportSeries(archive, options.dialogs, ids, table),
  },
  "files.importRuns": {
    args: z.tuple([request.paths.optional()]),
    act: ({ runs, options }, paths) => runs.import(options.dialogs, paths),
  },
  "files.report": {
    args: z.tuple([runId]),
    act: async ({ archive, options }, id) =>
      files.saveReport(options, await archive.openRun(id)),
  },
  "files.preview": {
    args: z.tuple([z.unknown().transform(requireData)]),
    act: ({ reader }, data) => reader.preview(data),
  },
  "files.survey": {
    args: z.tuple([z.unknown().transform(requireData)]),
    act: ({ reader }, data) => reader.survey(data),
  },
  "files.stopReading": { args: none, act: ({ reader }) => reader.stop() },
  "files.stamps": {
    args: z.tuple([request.paths]),
    act: (_, paths) => stamps(paths),
  },
  "lessons.list": { args: none, act: ({ lessons }) => lessons.list() },
  "lessons.add": {
    args: z.tuple([request.lessonText]),
    act: ({ lessons }, text) => lessons.add(text),
  },
  "lessons.open": {
    args: none,
    act: ({ lessons, options }) => lessons.open(options.dialogs),
  },
  "lessons.remove": {
    args: z.tuple([request.lessonId]),
    act: ({ lessons }, id) => lessons.remove(id),
  },
  "settings.read": {
    args: none,
    act: ({ options }) => options.settings.read(),
  },
  "settings.save": {
    args: z.tuple([settingsChanges]),
    act: (lab, changes) => lab.saveSettings(changes),
  },
  "settings.views": { args: none, act: ({ archive }) => archive.views() },
  "settings.saveViews": {
    args: z.tuple([views]),
    act: ({ archive }, all) => archive.saveViews(all),
  },
};

export const archiveEndpoints: {
  [N in ArchiveRequest]: Endpoint<N, ArchiveKeeper>;
} = {
  "archive.care": { args: none, act: (keeper) => keeper.archiveCare() },
  "archive.backUp": { args: none, act: (keeper) => keeper.backUp() },
  "archive.deleteBackup": {
    args: z.tuple([request.backupName]),
    act: (keeper, name) => keeper.deleteBackup(name),
  },
  "archive.restoreBackup": {
    args: z.tuple([request.backupName]),
    act: (keeper, name) => keeper.restoreBackup(name),
  },
  "archive.check": { args: none, act: (keeper) => keeper.checkArchive() },
  "archive.recover": { args: none, act: (keeper) => keeper.recoverArchive() },
  "archive.beginAnew": { args: none, act: (keeper) => keeper.beginAnew() },
  "archive.show": { args: none, act: (keeper) => keeper.showArchive() },
  "archive.startNotice": { args: none, act: (keeper) => keeper.startNotice() },
};
