/** The site of the documents, opened from its folder. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { writeSite } from "../../scripts/docs/site.mjs";
import { PROJECT } from "../../scripts/project.mjs";
import { makeHome, openLab, removeHome, seriousProblems } from "./lab";

test("the site is read, searched and followed without a server", async () => {
  const folder = await mkdtemp(join(tmpdir(), "edge-lab-site-"));
  writeSite(PROJECT, join(folder, "site"));
  const home = await makeHome();
  const { app, quit } = await openLab(home);
  try {
    const opened = app.waitForEvent("window");
    await app.evaluate(
      ({ BrowserWindow }, file) => new BrowserWindow().loadFile(file),
      join(folder, "site", "index.html"),
    );
    const page = await opened;
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.getByRole("heading", { name: "Edge Lab" }).waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await page.getByRole("searchbox").fill("security checkl");
    const link = page.getByRole("link", {
      name: /Electron's security checklist/,
    });
    await link.first().waitFor();
    expect(await link.first().getAttribute("href")).toBe(
      "security.html#doc-electrons-security-checklist",
    );
    await page.getByRole("searchbox").fill("");
    await page.getByRole("link", { name: "The command line" }).waitFor();
    expect(complaints).toEqual([]);
  } finally {
    await quit();
    await removeHome(home);
    await rm(folder, { recursive: true });
  }
});
