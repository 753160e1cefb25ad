import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { saveFile } from "../../../main/files/files";
import { SavedFiles } from "../../../main/files/saved-files";
import { temporaryFolder } from "../archive/helpers";

it("shows what was saved, nothing else, and says when it is gone", async () => {
  const folder = await temporaryFolder();
  const path = join(folder, "loss.csv");
  const shown: string[] = [];
  const saved = new SavedFiles((path) => shown.push(path));
  let answer: string | null = path;
  const dialogs = saved.watch({
    save: async () => answer,
    open: async () => [join(folder, "opened.json")],
  });
  const file = { name: "loss", kind: "csv", data: "step\r\n" } as const;
  expect(() => saved.show(path)).toThrow("Only files that were saved");
  expect(await saveFile(dialogs, file)).toBe(path);
  saved.show(path);
  expect(shown).toEqual([path]);

  answer = null;
  expect(await saveFile(dialogs, file)).toBeNull();
  const [opened] = await dialogs.open([], false);
  await writeFile(opened, "{}");
  for (const other of [folder, opened, "/etc/passwd", ""])
    expect(() => saved.show(other)).toThrow("Only files that were saved");
  await rm(path);
  expect(() => saved.show(path)).toThrow(`${path} is no longer there`);
  expect(shown).toEqual([path]);
});
