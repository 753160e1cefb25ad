import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { outdatedElectron } from "../../main/about";
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

  test("the sheet about the program lists every licence with its text", async () => {
    const { page } = lab;
    await page.emulateMedia({ colorScheme });
    await page.keyboard.press("Control+k");
    await page.keyboard.type("about and licences");
    await page.keyboard.press("Enter");
    const sheet = page.getByRole("dialog", { name: "About and licences" });
    await sheet.getByText("@tensorflow/tfjs-node", { exact: true }).waitFor();
    expect(await sheet.locator("details").count()).toBeGreaterThan(50);
    const running = await lab.app.evaluate(() => process.versions.electron);
    const warning = outdatedElectron(running);
    if (warning) await sheet.getByText(warning).waitFor();
    await sheet.getByRole("searchbox").fill("sqlite3");
    await sheet.getByText("BSD-3-Clause").first().click();
    await sheet.getByText("Redistribution and use in source").waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await sheet.getByRole("button", { name: "Close" }).click();
    await sheet.waitFor({ state: "detached" });
  });

  test("the documentation is searched, read and followed from page to page", async () => {
    const { page } = lab;
    await page.emulateMedia({ colorScheme });
    await page.keyboard.press("Control+k");
    await page.keyboard.type("documentation");
    await page.keyboard.press("Enter");
    const sheet = page.getByRole("dialog", { name: "Documentation" });
    const heading = (name: string) =>
      sheet.getByRole("heading", { name, exact: true });
    await heading("Edge Lab").waitFor();
    const picture = sheet.getByRole("img").first();
    await expect
      .poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth))
      .toBeGreaterThan(500);
    expect(await seriousProblems(page)).toEqual([]);
    await sheet.getByRole("searchbox").fill("security checklist fuses");
    await sheet
      .getByRole("navigation", { name: "Sections found" })
      .getByRole("button", { name: /Electron's security checklist/ })
      .click();
    await heading("Which Electron").waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await sheet.getByRole("searchbox").fill("xylophone");
    await sheet.getByText("No section contains “xylophone”.").waitFor();
    await sheet.getByRole("searchbox").fill("");
    await sheet.getByRole("button", { name: "The package" }).click();
    await sheet.getByRole("link", { name: "command line" }).first().click();
    await heading("The command line").waitFor();
    await sheet.getByRole("button", { name: "Close" }).click();
    await sheet.waitFor({ state: "detached" });
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
    await page.getByRole("tab", { name: "Story" }).click();
    expect(await seriousProblems(lab.page)).toEqual([]);
    await page.getByRole("tab", { name: "Events" }).click();
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
    ask(page, "runs.open", "1; DROP TABLE runs"),
    ask(page, "runs.open", 1e9),
    ask(page, "runs.open"),
    ask(page, "runs.readSeries", strange),
    ask(page, "runs.readSeries", wide),
    ask(page, "queue.start", { edgeLab: 1 }),
    ask(page, "runs.change", 1, { name: "" }),
  ]);
  for (const reply of replies)
    expect(reply).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(/\.$/) as string },
    });
  expect(await ask(page, "runs.list")).toMatchObject({
    ok: true,
  });
});
