/** Archives that earlier versions made, in the real window. */
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { ask, makeHome, openLab, removeHome, type Lab } from "./lab";

let home: string;
let lab: Lab;
afterEach(async () => {
  await lab.quit().catch(() => undefined);
  await removeHome(home);
  expect(lab.complaints).toEqual([]);
});

async function openVersion(version: number) {
  home = await makeHome();
  const archive = `tests/fixtures/archives/v${version}.db`;
  await copyFile(archive, join(home, "archive.db"));
  lab = await openLab(home);
}

async function show(name: string) {
  const { page } = lab;
  await page.getByRole("option", { name }).first().click();
  await page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
}

test("a run of the first version is shown and cloned", async () => {
  await openVersion(1);
  const { page } = lab;
  await show("Finished");
  await page.getByRole("tab", { name: "Events" }).click();
  await page.getByText("Sharpness reached 2/η at step 40.").first().waitFor();
  await page.getByText("step 56").first().waitFor();
  await page.getByRole("button", { name: "Clone and change…" }).click();
  await page.getByLabel("Steps", { exact: true }).fill("4");
  await page.getByLabel("Name", { exact: true }).fill("Cloned");
  await page.getByRole("button", { name: "Start run" }).click();
  await show("Cloned");
  const status = async () => {
    const reply = await ask(page, "runs.list");
    return (
      reply.ok && reply.value.find(({ name }) => name === "Cloned")?.status
    );
  };
  await expect.poll(status, { timeout: 60_000 }).toBe("finished");
});

test("what waited in the queue of an earlier version has its turn", async () => {
  await openVersion(3);
  const waiting = async () => {
    const reply = await ask(lab.page, "runs.list");
    if (!reply.ok) throw new Error(reply.error.message);
    return reply.value
      .filter(({ groupName }) => groupName === "Later")
      .map(({ name, status }) => `${name}: ${status}`)
      .sort();
  };
  await expect
    .poll(waiting, { timeout: 60_000 })
    .toEqual(["After it: finished", "Next: finished"]);
  await show("After it");
});
