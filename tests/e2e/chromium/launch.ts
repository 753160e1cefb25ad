/**
 * Starts the lab as built with its pages in a Chromium of the system, and its main process and engines under Node:
 * both halves of a newer Electron than there is here. What Electron is between them, electron.mjs is here.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import {
  chromium,
  type BrowserContext,
  type ElectronApplication,
  type Page,
} from "playwright-core";
import { NODES, nodeExecutable } from "../../../scripts/test/nodes.mjs";
import { connect } from "./calls.mjs";
import { inPage } from "./in-page";

/** Chromium gives a page at app://lab no origin of its own: there it is at this address. */
const there = "https://lab";
const origin = "app://lab";
const node = NODES.find(({ version }) => version.startsWith("24."));

interface Size {
  width: number;
  height: number;
}

interface Window {
  page: Page;
  zoom: number;
  /** Requests that are not answered yet. */
  asked: Set<Promise<unknown>>;
}

/**
 * @param executable of Chromium
 * @param opened hears of the first page before it loads
 */
export async function launch(
  executable: string,
  home: string,
  switches: string[],
  env: NodeJS.ProcessEnv,
  opened: (page: Page) => void,
): Promise<{ app: ElectronApplication; page: Page }> {
  const main = await startMain(home, env);
  const windows = new Map<number, Window>();
  const of = (id: number) => windows.get(id) as Window;
  let context: BrowserContext | undefined;
  let loaded: (page: Page) => void;
  const first = new Promise<Page>((hear) => (loaded = hear));
  let colorScheme: "light" | "dark" | null = null;

  const call = connect(main, {
    /** Opens Chromium, with the switches that the lab gives it. */
    async ready(own: string[]) {
      const browser = await chromium.launch({
        executablePath: executable,
        // Chromium refuses to run its sandbox as root.
        chromiumSandbox: process.getuid?.() !== 0,
        args: [...own, ...switches],
      });
      context = await browser.newContext();
      await context.route("**/*", async (route) => {
        const request = route.request();
        if (!request.url().startsWith(`${there}/`)) return route.abort();
        const url = request.url().replace(there, origin);
        const { body, ...answer } = (await call(
          "fetch",
          request.method(),
          url,
        )) as { status: number; body: Uint8Array };
        await route.fulfill({ ...answer, body: Buffer.from(body) });
      });
    },
    async open(id: number, size: Size, preload?: string) {
      const page = await (context as BrowserContext).newPage();
      const asked = new Set<Promise<unknown>>();
      windows.set(id, { page, zoom: 1, asked });
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme });
      await page.exposeBinding("invokeMain", ({ frame }, channel, args) => {
        const from = new URL(frame.url()).origin.replace(there, origin);
        const isTop = frame === page.mainFrame();
        const answer = call("invoke", id, from, isTop, channel, args);
        asked.add(answer);
        return answer.finally(() => asked.delete(answer));
      });
      if (preload)
        await page.addInitScript(
          `(${inPage})((require) => {${await readFile(preload, "utf8")}\n});`,
        );
      if (windows.size === 1) opened(page);
    },
    async load(id: number, url: string) {
      const { page } = of(id);
      await page.goto(url.replace(origin, there));
      // In Electron a page has its first answers before a test can ask for anything.
      await settled(of(id));
      loaded(page);
    },
    send: (id: number, channel: string, payload: unknown) =>
      of(id).page.evaluate(
        ([channel, payload]) =>
          dispatchEvent(new CustomEvent(channel, { detail: payload })),
        [channel, payload] as const,
      ),
    reload: (id: number) => of(id).page.reload(),
    execute: (id: number, code: string) => of(id).page.evaluate(code),
    print: (id: number, options: Electron.PrintToPDFOptions) =>
      print(of(id).page, options),
    resize: (id: number, size: Size) => resize(of(id), size),
    zoom: (id: number, factor: number, size: Size) => {
      of(id).zoom = factor;
      return resize(of(id), size);
    },
    async setTheme(source: "light" | "dark" | "system") {
      colorScheme = source === "system" ? null : source;
      for (const { page } of windows.values())
        await page.emulateMedia({ colorScheme });
    },
    async close(id: number) {
      await of(id).page.close();
      windows.delete(id);
    },
  });
  const closed = once(main, "exit").then(() => context?.browser()?.close());
  const tooEarly = closed.then(() => {
    throw new Error("The lab's main process ended before it opened a window.");
  });
  tooEarly.catch(() => undefined);
  // What tests use of it.
  const app = {
    evaluate: (work: unknown, arg?: unknown) =>
      call("evaluate", String(work), arg),
    process: () => main,
    async close() {
      for (const window of windows.values())
        await leave(window).catch(() => undefined);
      void call("evaluate", "({ app }) => app.quit()");
      await closed;
    },
  };
  return {
    app: app as unknown as ElectronApplication,
    page: await Promise.race([first, tooEarly]),
  };
}

/** The main process as built, with a channel to it. */
async function startMain(
  home: string,
  env: NodeJS.ProcessEnv,
): Promise<ChildProcess> {
  const found = node && (await nodeExecutable(node));
  const executable =
    found && "executable" in found ? found.executable : process.execPath;
  const hooks = join(import.meta.dirname, "start.mjs");
  return spawn(executable, ["--import", hooks, resolve("out/main/main.js")], {
    env: { ...env, EDGE_LAB_HOME: home },
    serialization: "advanced",
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
}

/** Waits until a page has asked for what it wants, and has it. */
async function settled({ page, asked }: Window) {
  do {
    await Promise.allSettled(asked);
    await page.evaluate(() => new Promise((then) => setTimeout(then, 20)));
  } while (asked.size > 0);
}

/** A page that is closed hears of it, and has what it asks for then. */
async function leave(window: Window) {
  await window.page.evaluate(() => dispatchEvent(new Event("pagehide")));
  await settled(window);
}

/** Zoomed as by Electron, a page has fewer and larger pixels. */
async function resize({ page, zoom }: Window, { width, height }: Size) {
  const client = await page.context().newCDPSession(page);
  await client.send("Emulation.setDeviceMetricsOverride", {
    width: Math.round(width / zoom),
    height: Math.round(height / zoom),
    deviceScaleFactor: zoom,
    mobile: false,
  });
}

function print(
  page: Page,
  { pageSize, margins, ...options }: Electron.PrintToPDFOptions,
): Promise<Uint8Array> {
  const inches = (size: number | undefined) => `${size ?? 0}in`;
  return page.pdf({
    printBackground: options.printBackground ?? false,
    displayHeaderFooter: options.displayHeaderFooter ?? false,
    headerTemplate: options.headerTemplate ?? "",
    footerTemplate: options.footerTemplate ?? "",
    pageRanges: options.pageRanges ?? "",
    ...(typeof pageSize === "object"
      ? { width: inches(pageSize.width), height: inches(pageSize.height) }
      : { format: pageSize ?? "A4" }),
    margin: {
      top: inches(margins?.top),
      bottom: inches(margins?.bottom),
      left: inches(margins?.left),
      right: inches(margins?.right),
    },
  });
}
