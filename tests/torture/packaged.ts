/** Starts the packaged program, which lets nobody into its main process: only its page is reached. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";

export interface Packaged {
  page: Page;
  /** Closes the window as a person does; answers with the exit status of the program. */
  quit(): Promise<number>;
}

/** @param folder with the program @param home its data folder @param files that it is started with */
export async function openPackaged(
  folder: string,
  home: string,
  files: string[] = [],
): Promise<Packaged> {
  const root = process.getuid?.() === 0;
  const program = spawn(
    join(folder, "edge-lab"),
    [...(root ? ["--no-sandbox"] : []), "--remote-debugging-port=0", ...files],
    {
      env: { ...process.env, EDGE_LAB_HOME: home },
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  const ended = once(program, "exit") as Promise<[number]>;
  let said = "";
  const address = await new Promise<string>((resolve, reject) => {
    program.stderr.on("data", (piece: Buffer) => {
      said += piece.toString();
      const found = /DevTools listening on (ws:\S+)/.exec(said);
      if (found) resolve(found[1]);
    });
    void ended.then(() => reject(new Error(`It ended at once: ${said}`)));
  });
  const browser = await chromium.connectOverCDP(address);
  const [context] = browser.contexts();
  const page = context.pages()[0] ?? (await context.waitForEvent("page"));
  await page.waitForLoadState();
  return {
    page,
    quit: async () => {
      await page.evaluate(() => window.close()).catch(() => undefined);
      const [status] = await ended;
      await browser.close();
      return status;
    },
  };
}
