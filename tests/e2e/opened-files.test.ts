/** Files that open the lab: by the command that a double click runs, while it is closed and while it is open. */
import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { presetOf } from "../../core/experiment/presets";
import type { ResultFile } from "../../core/export/result-file";
import {
  ask,
  makeHome,
  openLab,
  removeHome,
  startAgain,
  type Lab,
} from "./lab";

const spec = { ...presetOf("chebyshev").spec, name: "By double click" };

let home: string;
/** With a name that needs care. */
let folder: string;
let lab: Lab;

beforeAll(async () => {
  home = await makeHome();
  folder = join(home, "Ann's η files");
  await mkdir(folder);
  lab = await openLab(home);
});
afterAll(async () => {
  await lab.quit();
  await removeHome(home);
  expect(lab.complaints).toEqual([]);
});

const inFolder = (name: string) => join(folder, name);
const nameField = () => lab.page.getByLabel("Name", { exact: true });
const runs = async () => {
  const reply = await ask(lab.page, "runs.list");
  return reply.ok ? reply.value.map(({ id }) => id).sort() : reply.error;
};

/** Starts the lab a second time. @returns its exit status */
async function again(...files: string[]): Promise<number> {
  const program = startAgain(home, files, folder);
  return ((await once(program, "exit")) as [number])[0];
}

test("a run is exported under a name of the lab, and its file starts the lab with it", async () => {
  await ask(lab.page, "queue.start", { ...spec, steps: 20 });
  await lab.page.getByText("Finished").first().waitFor();
  await lab.app.evaluate(({ dialog }, folder) => {
    dialog.showSaveDialog = (...args: unknown[]) => {
      const { defaultPath } = args.at(-1) as { defaultPath: string };
      const filePath = `${folder}/${defaultPath}`;
      return Promise.resolve({ canceled: false, filePath });
    };
  }, folder);
  const capsule = inFolder("By double click.edgelab");
  expect(await ask(lab.page, "files.exportRuns", [1])).toEqual({
    ok: true,
    value: capsule,
  });
  await ask(lab.page, "runs.remove", [1]);
  await lab.quit();
  lab = await openLab(home, [], process.env, [capsule]);
  await lab.page.getByText("Added 1 run.").waitFor();
  await lab.page
    .getByRole("heading", { level: 1, name: "By double click" })
    .waitFor();
  expect(await runs()).toEqual([2]);
});

test("a run that is here already is shown, and not added again", async () => {
  const { page } = lab;
  await page.getByRole("button", { name: "Archive" }).click();
  await page.getByRole("heading", { level: 1, name: "Archive" }).waitFor();
  expect(await again("By double click.edgelab")).toBe(0);
  await page
    .getByText("“By double click” is in the archive already.")
    .waitFor();
  await page
    .getByRole("heading", { level: 1, name: "By double click" })
    .waitFor();
  expect(await runs()).toEqual([2]);
});

test("an open lab takes an experiment of a second start, and keeps what was being designed", async () => {
  const { page } = lab;
  await page.getByRole("button", { name: "New run" }).first().click();
  await nameField().fill("Not saved yet");
  // Over the screen, where it would hide what was opened.
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").waitFor();
  await writeFile(inFolder("-é 1.edgelab.json"), JSON.stringify(spec));
  // By a name that starts from where the person is, and looks like a switch.
  expect(await again("--", "-é 1.edgelab.json")).toBe(0);
  await expect.poll(() => nameField().inputValue()).toBe("By double click");
  expect(await page.getByRole("dialog").count()).toBe(0);
  await page.getByRole("button", { name: "Undo" }).first().click();
  expect(await nameField().inputValue()).toBe("Not saved yet");
});

test("several runs opened together are added together, and data are chosen", async () => {
  const { page } = lab;
  const capsule = inFolder("By double click.edgelab");
  await writeFile(inFolder("flowers.csv"), "x,y\n0,1\n1,2\n2,4\n");
  expect(await again(`file://${encodeURI(capsule)}`, "flowers.csv")).toBe(0);
  await page
    .getByText(
      "By double click.edgelab was not opened. These files do not belong together.",
    )
    .waitFor();
  const text = await readFile(capsule, "utf8");
  for (const name of ["a", "b"]) {
    const file = JSON.parse(text) as ResultFile;
    file.result.createdAt = `2026-01-0${name === "a" ? 1 : 2}T00:00:00.000Z`;
    await writeFile(inFolder(`${name}.edgelab`), JSON.stringify(file));
  }
  expect(await again("a.edgelab", "b.edgelab", "./b.edgelab")).toBe(0);
  await page.getByText("Added 2 runs.").waitFor();
  await page.getByRole("heading", { level: 1, name: "Archive" }).waitFor();
  expect(await runs()).toEqual([2, 3, 4]);
  expect(await again("flowers.csv")).toBe(0);
  const field = page.getByLabel("File", { exact: true });
  await expect.poll(() => field.inputValue()).toBe(inFolder("flowers.csv"));
});

test("a file that cannot be opened is named, with the reason", async () => {
  const { page } = lab;
  expect(await again("gone.edgelab")).toBe(0);
  await page
    .getByText(
      `gone.edgelab was not opened. There is no such file in ${folder}.`,
    )
    .waitFor();
  await writeFile(inFolder("empty.edgelab"), "");
  expect(await again("empty.edgelab")).toBe(0);
  await page
    .getByText("empty.edgelab was not opened. The file is empty.")
    .waitFor();
});

test.skipIf(process.platform !== "linux")(
  "more files than a second start can hand over are refused, and the open lab goes on",
  async () => {
    const names = Array.from({ length: 600 }, (_, i) =>
      inFolder(`${"x".repeat(150)} ${i}.edgelab`),
    );
    const program = startAgain(home, names, folder);
    let said = "";
    program.stderr.on("data", (piece: Buffer) => (said += piece.toString()));
    await expect
      .poll(() => said, { timeout: 20_000 })
      .toMatch(/too many files/);
    program.kill();
    await once(program, "exit");
    expect(await runs()).toEqual([2, 3, 4]);
  },
);
