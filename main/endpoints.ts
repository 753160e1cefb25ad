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
import {
  curvesRequest,
  exportKind,
  figureRequest,
  openKind,
  png,
  reportSubject,
  saveRequest,
} from "../core/contract/files";
import { settingsChanges } from "../core/contract/settings";
import { clusterRequest } from "../core/contract/studies";
import { selfStabilizationSchema } from "../core/experiment/analysis-spec";
import { requireData } from "../core/experiment/validate-data";
import { expectation } from "../core/run/expectation";
import { pins, runChanges, views } from "../core/run/organise";
import type { ArchiveKeeper } from "./archive-keeper";
import { stamps } from "./data-reader";
import { exportCapsules } from "./files/capsules";
import { readCurves } from "./curves";
import { copyPicture } from "./files/copy-picture";
import { surveyCurves } from "./files/curves";
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

type Outputs<S extends z.ZodType[]> = { [K in keyof S]: z.output<S[K]> };

/** Makes endpoints of one part of the program, each from the schemas of its arguments. */
const of =
  <Part>() =>
  <S extends z.ZodType[], R>(
    schemas: [...S],
    act: (part: Part, ...args: Outputs<S>) => R,
  ) => ({ args: z.tuple(schemas as never) as z.ZodType<Outputs<S>>, act });
const lab = of<Lab>();
const keeper = of<ArchiveKeeper>();
const { runId, runIds, someRuns } = request;
const data = z.unknown().transform(requireData);

export const labEndpoints: {
  [N in Exclude<RequestName, ArchiveRequest>]: Endpoint<N, Lab>;
} = {
  "app.info": lab([], ({ options, engines }) => ({
    version: options.version,
    archivePath: options.archivePath,
    engines: engines.engines,
    threads: availableParallelism(),
  })),
  "app.about": lab([], ({ options }) => options.about()),
  "runs.list": lab([request.runPage.optional()], ({ runs }, page) =>
    runs.list(page),
  ),
  "runs.listSome": lab([runIds], ({ runs }, ids) => runs.listSome(ids)),
  "runs.open": lab([runId], ({ runs }, id) => runs.open(id)),
  "runs.readSeries": lab([request.seriesRequest], ({ runs }, wanted) =>
    runs.readSeries(wanted),
  ),
  "runs.readCurves": lab([request.curvesWanted], ({ archive }, wanted) =>
    readCurves(archive, wanted),
  ),
  "runs.look": lab(
    [runId, request.step, request.look],
    ({ viewer }, id, step, how) => viewer.look(id, step, how),
  ),
  "runs.readTable": lab([request.tableRequest], ({ archive }, wanted) =>
    archive.readColumns(wanted),
  ),
  "runs.change": lab([runId, runChanges], ({ runs }, id, changes) =>
    runs.change(id, changes),
  ),
  "runs.changeSeveral": lab([request.severalChanges], ({ runs }, several) =>
    runs.changeSeveral(several),
  ),
  "runs.setPins": lab([runId, pins], ({ archive }, id, all) =>
    archive.setPins(id, all),
  ),
  "runs.pause": lab([runId], ({ engines }, id) => engines.pause(id)),
  "runs.resume": lab([runId], ({ engines }, id) => engines.resume(id)),
  "runs.step": lab([runId], ({ engines }, id) => engines.step(id)),
  "runs.stop": lab([runId], ({ engines }, id) => engines.stop(id)),
  "runs.remove": lab([runIds], ({ runs }, ids) => runs.remove(ids)),
  "runs.restore": lab([runIds], ({ runs }, ids) => runs.restore(ids)),
  "runs.listDeleted": lab([], ({ archive }) => archive.listDeleted()),
  "runs.dropCheckpoints": lab([runIds], ({ runs }, ids) =>
    runs.dropCheckpoints(ids),
  ),
  "runs.purge": lab([runIds], ({ runs }, ids) => runs.purge(ids)),
  "queue.start": lab(
    [request.experiment, expectation.optional()],
    async ({ queue }, spec, expected) =>
      (await queue.enqueue([spec], null, expected))[0],
  ),
  "queue.enqueue": lab(
    [request.experiments, request.groupName],
    ({ queue }, specs, group) => queue.enqueue(specs, group),
  ),
  "queue.reproduce": lab([runId], ({ queue }, id) => queue.reproduce(id)),
  "queue.fork": lab(
    [runId, request.step, request.experiment],
    ({ queue }, id, step, spec) => queue.fork(id, step, spec),
  ),
  "queue.continue": lab([runId], async ({ archivist, queue }, id) => {
    await archivist.storeFailures();
    return queue.continueRun(id);
  }),
  "queue.move": lab([runId, request.place], ({ queue }, id, place) =>
    queue.move(id, place),
  ),
  "queue.cancel": lab([runIds], ({ queue }, ids) => queue.cancel(ids)),
  "queue.estimate": lab([request.experiment], ({ engines }, spec) =>
    engines.estimate(spec),
  ),
  "theory.analyse": {
    args: z.tuple([runId, selfStabilizationSchema]),
    act: async ({ analyst, archive }, id, wanted) =>
      analyst.start(
        await archive.openRun(id),
        selfStabilizationSchema.parse(wanted),
      ),
  },
  "theory.read": lab([runId], ({ archive }, id) => archive.readTheory(id)),
  "theory.cancel": lab([runId], ({ analyst }, id) => analyst.cancel(id)),
  "theory.progress": lab([], ({ analyst }) => analyst.progress),
  "files.save": lab([saveRequest], ({ options }, file) =>
    files.saveFile(options.dialogs, file),
  ),
  "files.show": lab([request.path], ({ savedFiles }, path) =>
    savedFiles.show(path),
  ),
  "files.open": lab([openKind], ({ options }, kind) =>
    files.openFiles(options.dialogs, kind),
  ),
  "files.waiting": lab([], ({ options }) => options.openedFiles.next()),
  "files.exportRuns": lab([someRuns], ({ archive, options }, ids) =>
    exportCapsules(archive, options.dialogs, ids),
  ),
  "files.exportSeries": lab(
    [someRuns, request.table],
    ({ archive, options }, ids, table) =>
      exportSeries(archive, options.dialogs, ids, table),
  ),
  "files.exportFor": lab([runId, exportKind], ({ exporter }, id, kind) =>
    exporter.export(id, kind),
  ),
  "files.importRuns": lab(
    [request.paths.optional()],
    ({ runs, options }, paths) => runs.import(options.dialogs, paths),
  ),
  "files.surveyCurves": lab([request.paths.optional()], ({ options }, paths) =>
    surveyCurves(options.dialogs, paths),
  ),
  "files.importCurves": lab([curvesRequest], ({ runs }, curves) =>
    runs.importCurves(curves),
  ),
  "files.report": lab(
    [reportSubject],
    async ({ archive, options }, subject) => {
      const name =
        "run" in subject
          ? (await archive.openRun(subject.run)).name
          : "Comparison";
      return files.savePrinted(options.dialogs, `${name} report`, () =>
        options.printReport(subject),
      );
    },
  ),
  "files.savePdf": lab([figureRequest], ({ options }, { name, ...figure }) =>
    files.savePrinted(options.dialogs, name, () => options.printFigure(figure)),
  ),
  "files.copyPicture": lab([png], ({ options }, picture) =>
    copyPicture(options.clipboard, picture),
  ),
  "files.preview": lab([data], ({ reader }, data) => reader.preview(data)),
  "files.survey": lab([data], ({ reader }, data) => reader.survey(data)),
  "files.stopReading": lab([], ({ reader }) => reader.stop()),
  "files.stamps": lab([request.paths], (_, paths) => stamps(paths)),
  "lessons.list": lab([], ({ lessons }) => lessons.list()),
  "lessons.add": lab([request.lessonText], ({ lessons }, text) =>
    lessons.add(text),
  ),
  "lessons.open": lab([], ({ lessons, options }) =>
    lessons.open(options.dialogs),
  ),
  "lessons.remove": lab([request.lessonId], ({ lessons }, id) =>
    lessons.remove(id),
  ),
  "studies.open": lab([request.studyPath.optional()], ({ studies }, path) =>
    studies.open(path),
  ),
  "studies.write": lab([clusterRequest], ({ studies }, wanted) =>
    studies.write(wanted),
  ),
  "studies.status": lab([request.studyPath], ({ studies }, folder) =>
    studies.status(folder),
  ),
  "studies.collect": lab(
    [request.studyPath.optional()],
    ({ studies }, folder) => studies.collect(folder),
  ),
  "studies.cancel": lab([], ({ studies }) => studies.cancel()),
  "settings.read": lab([], ({ options }) => options.settings.read()),
  "settings.save": lab([settingsChanges], (lab, changes) =>
    lab.saveSettings(changes),
  ),
  "settings.views": lab([], ({ archive }) => archive.views()),
  "settings.saveViews": lab([views], ({ archive }, all) =>
    archive.saveViews(all),
  ),
};

export const archiveEndpoints: {
  [N in ArchiveRequest]: Endpoint<N, ArchiveKeeper>;
} = {
  "archive.care": keeper([], (it) => it.archiveCare()),
  "archive.backUp": keeper([], (it) => it.backUp()),
  "archive.deleteBackup": keeper([request.backupName], (it, name) =>
    it.deleteBackup(name),
  ),
  "archive.restoreBackup": keeper([request.backupName], (it, name) =>
    it.restoreBackup(name),
  ),
  "archive.check": keeper([], (it) => it.checkArchive()),
  "archive.recover": keeper([], (it) => it.recoverArchive()),
  "archive.beginAnew": keeper([], (it) => it.beginAnew()),
  "archive.show": keeper([], (it) => it.showArchive()),
  "archive.startNotice": keeper([], (it) => it.startNotice()),
};
