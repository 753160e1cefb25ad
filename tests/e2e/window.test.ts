import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  ask,
  makeHome,
  openLab,
  removeHome,
  seriousProblems,
  type Lab,
} from "./lab";

let home: string;
let lab: Lab;
beforeAll(async () => {
  home = await makeHome();
  lab = await openLab(home);
});
afterAll(async () => {
  await lab.quit();
  await removeHome(home);
});

describe.each(["light", "dark"] as const)("in the %s theme", (colorScheme) => {
  test("no sheet has a serious accessibility problem", async () => {
    const { page } = lab;
    await page.emulateMedia({ colorScheme });
    for (const keys of [",", "g", "?", "Control+k"]) {
      await page.keyboard.press(keys);
      await page.getByRole("dialog").waitFor();
      expect(await seriousProblems(lab.page)).toEqual([]);
      await page.getByRole("dialog").evaluate((dialog) => {
        (dialog as HTMLDialogElement).close();
      });
      await page.getByRole("dialog").waitFor({ state: "detached" });
    }
  });

  test("no screen has a serious accessibility problem", async () => {
    const { page } = lab;
    await page.emulateMedia({ colorScheme });
    expect(await seriousProblems(lab.page)).toEqual([]);
    await page.getByRole("button", { name: "New run" }).first().click();
    await page
      .getByRole("radio", { name: "Chebyshev T₃, 20 hidden units" })
      .check();
    await page.getByLabel("Steps", { exact: true }).fill("1100");
    expect(await seriousProblems(lab.page)).toEqual([]);
    await page.getByRole("button", { name: "Start run" }).click();
    await page
      .getByText("Sharpness reached 2/η at step 991.")
      .first()
      .waitFor();
    expect(await seriousProblems(lab.page)).toEqual([]);
    for (const name of ["Archive", "Compare"]) {
      const places = page.getByRole("navigation", { name: "Runs" });
      await places.getByRole("button", { name, exact: true }).click();
      await page.getByRole("heading", { level: 1, name }).waitFor();
      expect(await seriousProblems(lab.page)).toEqual([]);
    }
  });
});

test("the page is sandboxed and sees the lab's bridge only", async () => {
  const preferences = await lab.app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    // Not in Electron's types, but the only way to read them back.
    const contents = window.webContents as unknown as {
      getLastWebPreferences(): Record<string, unknown>;
    };
    return contents.getLastWebPreferences();
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
  });
  const seen = await lab.page.evaluate(() => ({
    require: "require" in window,
    process: "process" in window,
    bridge: Object.keys((window as unknown as { lab: object }).lab).sort(),
  }));
  expect(seen.require || seen.process).toBe(false);
  expect(seen.bridge).toEqual([
    "analyse",
    "analysisProgress",
    "appInfo",
    "cancelAnalysis",
    "cancelQueued",
    "continueRun",
    "deleteRuns",
    "enqueue",
    "estimate",
    "exportCapsules",
    "importCapsules",
    "listDeleted",
    "listRuns",
    "moveQueued",
    "on",
    "openFiles",
    "openRun",
    "organiseRun",
    "pathOf",
    "pauseRun",
    "previewData",
    "purgeDeleted",
    "readSeries",
    "readTable",
    "readTheory",
    "renameRun",
    "report",
    "reproduce",
    "restoreRuns",
    "resumeRun",
    "saveFile",
    "saveSettings",
    "saveViews",
    "setPins",
    "settings",
    "startRun",
    "stepRun",
    "stopRun",
    "views",
  ]);
});

test("no way out: windows, navigation, permissions and foreign requests are denied", async () => {
  // A server that would answer: without one everything fails on a machine that is offline.
  let visits = 0;
  const server = createServer((_request, response) => {
    visits++;
    response.setHeader("Access-Control-Allow-Origin", "*").end("hello");
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const outside = `http://127.0.0.1:${port}/`;
  expect(await (await fetch(outside)).text()).toBe("hello");

  const { page, app } = lab;
  const before = page.url();
  const opened = await page.evaluate(
    (url) => window.open(url) === null,
    outside,
  );
  expect(opened).toBe(true);
  await page.evaluate((url) => {
    location.href = url;
  }, outside);
  await page.waitForTimeout(300);
  expect(page.url()).toBe(before);
  expect(app.windows()).toHaveLength(1);
  const fetched = await page.evaluate(
    (url) =>
      fetch(url).then(
        () => "reached",
        () => "refused",
      ),
    outside,
  );
  expect(fetched).toBe("refused");
  const permission = await page.evaluate(() =>
    navigator.permissions.query({ name: "geolocation" }).then((p) => p.state),
  );
  expect(permission).toBe("denied");
  expect(visits).toBe(1);
  server.close();
});

test("bad requests over the bridge get a sentence each and harm nothing", async () => {
  const { page } = lab;
  const strange = {
    runId: 1,
    table: "sqlite_master",
    columns: ["x"],
    pixels: 9,
  };
  const wide = { runId: 1, table: "steps", columns: ["loss"], pixels: 1e9 };
  const replies = await Promise.all([
    ask(page, "openRun", "1; DROP TABLE runs"),
    ask(page, "openRun", 1e9),
    ask(page, "openRun"),
    ask(page, "readSeries", strange),
    ask(page, "readSeries", wide),
    ask(page, "startRun", { edgeLab: 1 }),
    ask(page, "renameRun", 1, ""),
  ]);
  for (const reply of replies)
    expect(reply).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(/\.$/) as string },
    });
  expect(await ask(page, "listRuns")).toMatchObject({
    ok: true,
  });
});
