import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type { Dialogs } from "../../main/files/dialogs";
import { LessonFiles } from "../../main/lessons";
import { temporaryFolder } from "./archive/helpers";

const text = (lesson = "A lesson") =>
  JSON.stringify({
    edgeLab: 1,
    lesson,
    stops: [{ title: "Look", text: "Here." }],
  });

let folder: string;
let lessons: LessonFiles;
beforeEach(async () => {
  folder = join(await temporaryFolder(), "lessons");
  lessons = new LessonFiles(folder);
});

const choosing = (...paths: string[]): Dialogs => ({
  save: async () => null,
  open: async () => paths,
});

describe("lessons that a person opened", () => {
  it("are none at first, then those that were added, each once, also after a restart", async () => {
    expect(await lessons.list()).toEqual([]);
    const a = await lessons.add(text("A"));
    const b = await lessons.add(text("B"));
    expect(await lessons.add(text("A"))).toEqual(a);
    const again = await new LessonFiles(folder).list();
    expect(again).toHaveLength(2);
    expect(again).toEqual(expect.arrayContaining([a, b]));
    await lessons.remove(a.id);
    await lessons.remove(a.id);
    expect(await lessons.list()).toEqual([b]);
  });

  it("are refused when they are broken, and nothing is kept", async () => {
    await expect(
      lessons.add('{ "edgeLab": 1, "lesson": "A" }'),
    ).rejects.toThrow("stops: Stops must be a list of 1 to 40 stops.");
    expect(await lessons.list()).toEqual([]);
  });

  it("are left out when their file was damaged, or is another one", async () => {
    const { id } = await lessons.add(text());
    await writeFile(join(folder, `${id}.json`), "{");
    await writeFile(join(folder, "notes.txt"), "Not a lesson.");
    expect(await lessons.list()).toEqual([]);
  });

  it("come from a file that the person chooses, in any encoding of Windows", async () => {
    const path = join(folder, "..", "hers.json");
    await writeFile(path, Buffer.from(`\uFEFF${text("Überblick")}`, "utf16le"));
    const opened = await lessons.open(choosing(path));
    expect(opened?.text).toContain("Überblick");
    expect(await lessons.open(choosing())).toBeNull();
  });

  it("name the file when it cannot be opened", async () => {
    const path = join(folder, "..", "broken.json");
    await writeFile(path, '{ "edgeLab": 1, "lesson": "A", "stops": 3 }');
    await expect(lessons.open(choosing(path))).rejects.toThrow(
      "broken.json was not opened. stops: Stops must be a list of 1 to 40 stops.",
    );
    await mkdir(join(folder, "..", "directory.json"));
    await expect(
      lessons.open(choosing(join(folder, "..", "directory.json"))),
    ).rejects.toThrow("directory.json was not opened. It is not a file.");
    await expect(
      lessons.open(choosing(join(folder, "..", "gone.json"))),
    ).rejects.toThrow("gone.json was not opened. It cannot be read (ENOENT).");
  });
});
