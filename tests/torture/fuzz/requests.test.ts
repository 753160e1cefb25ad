/**
 * Requests of a window that has gone mad: the real handlers over a real lab and archive answer each one
 * with a reply or a sentence, and write only where a dialog said.
 */
import { execFileSync } from "node:child_process";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import fc from "fast-check";
import { expect, it, onTestFinished } from "vitest";
import { received, type Reply } from "../../../core/contract/api";
import { OpenedFiles } from "../../../main/files/opened-files";
import { makeHandlers } from "../../../main/handlers";
import { ArchiveKeeper } from "../../../main/archive-keeper";
import { checkArchive } from "../../../main/archive/check";
import { SessionMark } from "../../../main/session-mark";
import { SettingsFile } from "../../../main/settings";
import { openArchive } from "../../../main/archive/open";
import { length } from "../length";
import { fuzz, WriteOutside, type Verdict } from "./campaign";
import { changedPaths, treeOf } from "./folder-tree";
import { aBackup, requests, type Request } from "./generators/requests";
import { workingExperiments } from "./generators/experiments";
import { oddTexts } from "./generators/odd";
import { QuickEngine } from "./quick-engine";
import { expectSentences } from "./refusal";
import { scratchFolder } from "./scratch";

/** What the dialogs answer: places in a folder, some of which cannot be written or read. */
const places = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom("run.json", "table.csv", "ünï cödé 😀.json"),
  },
  fc.constantFrom<string | null>(
    ...[null, ".", "none/x.csv", "table.csv/x", "x".repeat(300), "link"],
    ...["pipe", "-rf", "CON", "a\nb", ".hidden"],
  ),
  oddTexts
    .map((text) => Buffer.from(text).toString().replaceAll("\0", ""))
    .filter((text) => !/[/\\]/.test(text) && text.trim() !== ""),
);

async function setUp() {
  const root = await scratchFolder();
  const [home, chosen] = [join(root, "home"), join(root, "chosen")];
  for (const folder of [home, chosen, join(root, "other")]) await mkdir(folder);
  const precious = join(root, "other", "precious");
  await writeFile(precious, "Keep me.");
  await writeFile(join(home, "precious"), "Keep me, too.");
  await symlink(precious, join(chosen, "link"));
  // Reading one would wait for somebody to write.
  if (process.platform !== "win32")
    execFileSync("mkfifo", [join(chosen, "pipe")]);
  // Where a name without a folder would end up.
  const before = process.cwd();
  // No request may submit jobs to the Slurm of this machine.
  const programs = process.env.PATH;
  process.env.PATH = "";
  process.chdir(join(root, "other"));
  const archivePath = join(home, "archive.db");
  const unexpected: unknown[] = [];
  const answer: { place: string | null } = { place: null };
  const chosenPath = () =>
    answer.place === null ? null : join(chosen, answer.place);
  const engines: QuickEngine[] = [];
  const keeper = new ArchiveKeeper({
    version: "1.2.3",
    about: async () => ({ versions: [], licences: [] }),
    archivePath,
    fork: () => {
      const engine = new QuickEngine();
      engines.push(engine);
      return engine;
    },
    dialogs: {
      save: async () => chosenPath(),
      open: async () => [chosenPath() ?? []].flat(),
    },
    chooseFolder: async () => chosenPath(),
    printReport: async () => new TextEncoder().encode("%PDF"),
    printFigure: async () => new TextEncoder().encode("%PDF"),
    clipboard: { write: async () => true, hasPicture: async () => true },
    settings: new SettingsFile(home),
    settingsChanged: () => undefined,
    // It must cross to the window.
    announce: (_event, payload) => void structuredClone(payload),
    onError: (error) => unexpected.push(error),
    mark: new SessionMark(home),
    startAnew: () => undefined,
    showFile: () => undefined,
    openedFiles: new OpenedFiles(),
  });
  const handlers = makeHandlers(keeper, (error) => unexpected.push(error));
  const close = async () => {
    await keeper.close();
    process.chdir(before);
    process.env.PATH = programs;
  };
  onTestFinished(close);
  return {
    root,
    chosen,
    archivePath,
    handlers,
    answer,
    chosenPath,
    unexpected,
    close,
  };
}

/** As it would come from the window; what is nested too deep for that comes as it is. */
function asCloned(args: unknown[]): unknown[] {
  try {
    return structuredClone(args);
  } catch {
    return args;
  }
}

/** Whether one of two paths leads to the other. */
function isOneWay(a: string, b: string): boolean {
  return a.startsWith(`${b}${sep}`) || b.startsWith(`${a}${sep}`);
}

/** Requests that may write where a dialog says. */
const writers = [
  "files.save",
  "files.exportRuns",
  "files.exportSeries",
  "files.report",
  "files.savePdf",
  "files.exportFor",
  "studies.write",
  "archive.deleteBackup",
];
/** After which the archive may be an empty one. */
const replacing = [
  "archive.restoreBackup",
  "archive.beginAnew",
  "archive.recover",
];

it("answers every request and writes nowhere but where it may", async () => {
  const lab = await setUp();
  const { root, handlers, answer, chosenPath, unexpected } = lab;
  const send = ({ name, args }: Request): Promise<Reply<unknown>> =>
    handlers[name](asCloned(args)).then((sent) => received<unknown>(sent));
  const fill = async () => {
    for (const experiment of workingExperiments.slice(0, 6))
      await send({ name: "queue.start", args: [experiment] });
  };
  /** The request with the name of a backup that is there, if it asks for one. */
  const resolved = async ({ name, args }: Request): Promise<Request> => {
    if (args[0] !== aBackup) return { name, args };
    const care = await handlers["archive.care"]([]);
    return { name, args: [care.ok ? care.value.backups[0]?.name : null] };
  };
  await fill();
  const outside = async () => {
    const tree = await treeOf(root);
    for (const path of tree.keys())
      if (path.startsWith("home/") && path !== "home/precious")
        tree.delete(path);
    return tree;
  };
  let before = await outside();

  async function ask(request: Request, place: string | null): Promise<Verdict> {
    answer.place = place;
    const reply = await send(await resolved(request));
    structuredClone(reply);
    if (unexpected.length > 0) throw unexpected.splice(0)[0];
    if (writers.includes(request.name)) {
      const after = await outside();
      const changed = changedPaths(before, after);
      before = after;
      const path = chosenPath();
      const allowed = reply.ok && path !== null ? relative(root, path) : null;
      const isFolder = request.name === "studies.write";
      const other = changed.find(
        (each) =>
          each !== allowed && !(isFolder && allowed && isOneWay(each, allowed)),
      );
      if (other !== undefined) throw new WriteOutside(`It wrote ${other}.`);
      if (isFolder && reply.ok && path !== null) {
        // So that files can be written there later on.
        await rm(path, { recursive: true });
        before = await outside();
      }
    }
    if (reply.ok && replacing.includes(request.name)) await fill();
    if (reply.ok) return "accepted";
    expectSentences(reply.error);
    expect(reply.error.code).not.toBe("unexpected");
    return "refused";
  }

  await fuzz({
    kind: "requests of the window",
    inputs: fc.record({ request: requests, place: places }),
    runs: length(800, 12_000),
    check: ({ request, place }) => ask(request, place),
  });
  expect(changedPaths(before, await outside())).toEqual([]);
  await lab.close();
  await expectSound(lab.archivePath);
});

async function expectSound(path: string) {
  expect(await checkArchive(path)).toMatchObject({ problems: [] });
  const archive = await openArchive(path);
  expect((await archive.listRuns()).length).toBeGreaterThan(0);
  await archive.close();
}
