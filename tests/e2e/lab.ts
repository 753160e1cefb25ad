/** Starts the real lab, as built, in a data folder of its own. */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  _electron,
  type ElectronApplication,
  type Locator,
  type Page,
} from "playwright-core";
import {
  received,
  type LabBridge,
  type RequestName,
  type RequestValue,
  type Reply,
  type TextReply,
} from "../../core/contract/api";
import { launch } from "./chromium/launch";

const require = createRequire(import.meta.url);

export interface Lab {
  app: ElectronApplication;
  page: Page;
  /** What the page complained about: console errors, CSP violations, uncaught exceptions. */
  complaints: string[];
  quit(): Promise<void>;
}

/**
 * Skips a test that needs of Electron what tests/e2e/chromium does not replace, where it is to run in Chromium.
 * @param what why it is needed
 */
export function needsElectron(skip: (why: string) => void, what: string) {
  if (process.env.EDGE_LAB_CHROMIUM) skip(`Needs Electron: ${what}`);
}

/** Of a file that is dropped. */
export const pathsOfFiles = "pages of Chromium do not learn where a file lies";

/** A data folder whose archive stays empty: the sample run was made already. */
export async function makeHome(): Promise<string> {
  const home = await emptyHome();
  await writeFile(join(home, "settings.json"), '{ "sampleMade": true }');
  return home;
}

/** A data folder as on the first launch. */
export function emptyHome(): Promise<string> {
  return mkdtemp(join(tmpdir(), "edge-lab-e2e-"));
}

export function removeHome(home: string) {
  return rm(home, { recursive: true, force: true });
}

/**
 * Answers once the lab shows its first screen. In Electron; with EDGE_LAB_CHROMIUM, the path of a Chromium,
 * in that one as tests/e2e/chromium does it.
 * @param switches of Chromium, for a closer look at it
 * @param env of the program
 * @param files that it is started with, in Electron
 */
export async function openLab(
  home: string,
  switches: string[] = [],
  env: NodeJS.ProcessEnv = process.env,
  files: string[] = [],
): Promise<Lab> {
  const complaints: string[] = [];
  const listen = (page: Page) => {
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning")
        complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
  };
  const chromium = process.env.EDGE_LAB_CHROMIUM;
  const { app, page } = chromium
    ? await launch(chromium, home, switches, env, listen)
    : await openElectron(
        home,
        [...switches, resolve("."), ...files],
        env,
        listen,
      );
  // Its first screen: until then it may still open the run that a test has begun.
  await page.locator("h1").first().waitFor({ state: "attached" });
  return { app, page, complaints, quit: () => app.close() };
}

async function openElectron(
  home: string,
  words: string[],
  env: NodeJS.ProcessEnv,
  opened: (page: Page) => void,
) {
  const app = await _electron.launch({
    executablePath: require("electron") as unknown as string,
    args: [...sandbox(), ...words],
    env: { ...(env as Record<string, string>), EDGE_LAB_HOME: home },
  });
  const page = await app.firstWindow();
  // The pointer of the display rests in the middle of the window: what it is over would be read at odd moments.
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0].setIgnoreMouseEvents(true),
  );
  opened(page);
  return { app, page };
}

/** Chromium refuses to run its sandbox as root. */
function sandbox(): string[] {
  const root = process.platform === "linux" && process.getuid?.() === 0;
  return root ? ["--no-sandbox"] : [];
}

/**
 * Starts the lab a second time with files, as a double click does.
 * @param folder that relative names start from
 * @returns the program, which ends when the open lab has the files
 */
export function startAgain(home: string, files: string[], folder: string) {
  return spawn(
    require("electron") as unknown as string,
    [...sandbox(), resolve("."), ...files],
    { cwd: folder, env: { ...process.env, EDGE_LAB_HOME: home } },
  );
}

/** A request over the bridge that the window itself uses, with any arguments. */
export async function ask<K extends RequestName>(
  page: Page,
  name: K,
  ...args: unknown[]
): Promise<Reply<RequestValue<K>>> {
  const sent = await page.evaluate(
    ([name, args]) => {
      const { lab } = window as unknown as { lab: LabBridge };
      type Group = Record<
        string,
        (...args: unknown[]) => Promise<Reply<RequestValue<K>> | TextReply>
      >;
      const [group, method] = name.split(".");
      return (lab as unknown as Record<string, Group>)[group][method](...args);
    },
    [name, args] as const,
  );
  return received(sent);
}

/** What a button saves, with the dialog answered. */
export async function savedBy(
  { app, page }: Lab,
  button: Locator,
  path: string,
): Promise<Buffer> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () =>
      Promise.resolve({ filePath, canceled: false });
  }, path);
  await button.click();
  await page.getByText(`Saved as ${path}.`).waitFor();
  return readFile(path);
}

/** Drops a file of the disk on the window, as a file manager does. */
export async function dropFile(page: Page, path: string) {
  const client = await page.context().newCDPSession(page);
  const [x, y] = await page.evaluate(() => [innerWidth / 2, innerHeight / 2]);
  const drag = (type: "dragEnter" | "dragOver" | "drop") =>
    client.send("Input.dispatchDragEvent", {
      type,
      x,
      y,
      data: { items: [], files: [path], dragOperationsMask: 1 },
    });
  await drag("dragEnter");
  await drag("dragOver");
  await page.getByText("Drop it here").waitFor();
  await drag("drop");
  await page.getByText("Drop it here").waitFor({ state: "detached" });
  await client.detach();
}

/** The dialog of figures, opened by a button. */
export async function figureDialog(
  page: Page,
  button: Locator,
): Promise<Locator> {
  await button.click();
  const dialog = page.getByRole("dialog", { name: "Figure" });
  await dialog.getByLabel("The figure").waitFor();
  return dialog;
}

/** A figure as it is saved by the dialog that a button opens. */
export async function savedFigure(
  lab: Lab,
  button: Locator,
  path: string,
): Promise<Buffer> {
  const kind = path.slice(-3).toUpperCase();
  const dialog = await figureDialog(lab.page, button);
  const save = dialog.getByRole("button", { name: `Save ${kind}…` });
  return savedBy(lab, save, path);
}

/** The texts of a saved SVG, whose letters are shapes. */
export function textsOf(svg: Buffer): string[] {
  const texts = svg.toString().matchAll(/<g aria-label="([^"]*)"/g);
  const signs = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&" };
  return [...texts].map(([, text]) =>
    text.replaceAll(/&\w+;/g, (sign) => signs[sign as keyof typeof signs]),
  );
}

/** The words of a saved SVG, one after the other. */
export function wordsOf(svg: Buffer): string {
  return textsOf(svg).join(" ");
}

/** What axe finds in the page that is serious or worse, by its rule and the elements. */
export async function seriousProblems(page: Page): Promise<string[]> {
  const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");
  // Through the debugger: the page's own policy lets no foreign script in.
  await page.evaluate(axe);
  // A colour that is just changing may be too faint for a moment.
  await page.evaluate(() =>
    Promise.allSettled(
      document.getAnimations().map(({ finished }) => finished),
    ),
  );
  const { violations } = (await page.evaluate("axe.run()")) as {
    violations: { id: string; impact: string; nodes: { html: string }[] }[];
  };
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(" ")}`);
}
