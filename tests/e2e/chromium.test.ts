/** The main ways through the lab with its pages in the Chromium of the system and its other half under Node 24. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { presetOf } from "../../core/experiment/presets";
import {
  ask,
  emptyHome,
  openLab,
  removeHome,
  savedFigure,
  seriousProblems,
  textsOf,
  type Lab,
} from "./lab";

const chromium =
  process.env.EDGE_LAB_CHROMIUM ??
  (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, "chromium"))
    .find((path) => existsSync(path));

test("there is a Chromium", ({ skip }) => {
  if (!chromium)
    skip("Chromium is not installed; on Debian: apt-get install chromium");
});

describe.runIf(chromium)("in Chromium", () => {
  let home: string;
  let lab: Lab;
  /** What the content security policy refused. */
  let refused: string[];
  beforeAll(async () => {
    vi.stubEnv("EDGE_LAB_CHROMIUM", chromium);
    home = await emptyHome();
    lab = await openLab(home);
    refused = [];
    await lab.page.exposeFunction("hearRefusal", (what: string) =>
      refused.push(what),
    );
    await lab.page.evaluate(() =>
      addEventListener("securitypolicyviolation", ({ effectiveDirective }) =>
        (
          window as unknown as { hearRefusal: (what: string) => void }
        ).hearRefusal(effectiveDirective),
      ),
    );
  });
  afterAll(async () => {
    await lab.quit();
    await removeHome(home);
    vi.unstubAllEnvs();
    expect(lab.complaints).toEqual([]);
  });

  const place = (name: string) =>
    lab.page
      .getByRole("navigation", { name: "Runs" })
      .getByRole("button", { name, exact: true });

  test("both halves are as new as those of the current Electron", async () => {
    const agent = await lab.page.evaluate(() => navigator.userAgent);
    const [, version] = /Chrome\/(\d+)/.exec(agent) ?? [];
    expect(Number(version)).toBeGreaterThanOrEqual(150);
    const main = (await lab.app.evaluate(
      () => process.versions,
    )) as NodeJS.ProcessVersions;
    expect(main.electron).toBeUndefined();
    expect(parseInt(main.node)).toBeGreaterThanOrEqual(20);
  });

  test("the first start runs the sample, live, and opens its lesson", async () => {
    const { page } = lab;
    const name = "Sample: sharpness climbs to 2/η";
    await page.getByRole("heading", { level: 1, name }).waitFor();
    await page
      .getByText(/Sharpness reached 2\/η at step 991/)
      .first()
      .waitFor();
    const lesson = page.getByRole("complementary", {
      name: "Lesson: The edge",
    });
    await lesson.getByRole("heading", { name: "The loss falls" }).waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await lesson.getByRole("button", { name: "Next" }).press("Escape");
    await lesson.waitFor({ state: "detached" });
  });

  test("a run is designed and started", async () => {
    const { page } = lab;
    await page.getByRole("button", { name: "New run" }).first().click();
    await page
      .getByRole("radio", { name: "Chebyshev T₃, 20 hidden units" })
      .check();
    await page.getByLabel("Name", { exact: true }).fill("By hand");
    await page.getByLabel("Steps", { exact: true }).fill("300");
    expect(await seriousProblems(page)).toEqual([]);
    await page.getByRole("button", { name: "Start run" }).click();
    await page.getByRole("heading", { level: 1, name: "By hand" }).waitFor();
    await page.getByText(/^Finished\. All 300 steps/).waitFor();
  });

  test("the archive is sorted and filtered, and a run of it is opened", async () => {
    const { page } = lab;
    await place("Archive").click();
    const grid = page.getByRole("grid", { name: "Runs" });
    const rows = () => grid.getByRole("row").count();
    await expect.poll(rows).toBe(3);
    await page.getByRole("button", { name: "Name", exact: true }).click();
    await page.getByLabel("Search the runs").fill("by hand");
    await expect.poll(rows).toBe(2);
    expect(await seriousProblems(page)).toEqual([]);
    await grid.getByRole("row", { name: /By hand/ }).dblclick();
    await page.getByRole("heading", { level: 1, name: "By hand" }).waitFor();
  });

  test("runs are compared, and a figure of them is saved", async () => {
    const { page } = lab;
    const spec = presetOf("chebyshev").spec;
    const specs = [0.1, 0.3].map((stepSize) => ({
      ...spec,
      name: `η ${stepSize}`,
      optimizer: { kind: "gd", stepSize },
      steps: 200,
    }));
    expect(await ask(page, "queue.enqueue", specs, null)).toMatchObject({
      ok: true,
    });
    await expect
      .poll(() => page.getByRole("option", { name: /Finished/ }).count())
      .toBe(4);
    await place("Archive").click();
    await page.getByLabel("Search the runs").fill("");
    await page.getByRole("grid", { name: "Runs" }).focus();
    await page.keyboard.press("Control+a");
    await page.keyboard.press("c");
    await page.getByRole("heading", { level: 1, name: "Compare" }).waitFor();
    const chart = page.getByRole("slider", { name: /^Sharpness S at/ });
    await chart.press("End");
    expect(await chart.getAttribute("aria-valuetext")).toMatch(/\d/);
    expect(await seriousProblems(page)).toEqual([]);
    await page.getByRole("button", { name: /^Chart\W+Sharpness S/ }).click();
    const svg = await savedFigure(
      lab,
      page.getByRole("button", { name: /^Figure….*Sharpness S/ }),
      join(home, "figure.svg"),
    );
    expect(textsOf(svg)).toContain("Sharpness S");
  });

  test("the theory is laid beside a run", async () => {
    const { page } = lab;
    await page.getByRole("option", { name: /^Sample/ }).click();
    await place("Theory").click();
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    expect(await seriousProblems(page)).toEqual([]);
  });

  test("the policy of the pages is in force, and nothing of the lab offends it", async () => {
    expect(refused).toEqual([]);
    const { page } = lab;
    const complained = lab.complaints.length;
    await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.isOpen = true";
      document.head.append(script);
    });
    await expect.poll(() => refused).toEqual(["script-src-elem"]);
    expect(await page.evaluate(() => "isOpen" in window)).toBe(false);
    await expect.poll(() => lab.complaints.splice(complained)).not.toEqual([]);
  });
});
