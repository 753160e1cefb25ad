import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Dialogs } from "../../../main/files/dialogs";
import { fileName, openFiles, saveFile } from "../../../main/files/files";
import { failureOf, temporaryFolder } from "../archive/helpers";

/** A person who always answers the same. */
function person(save: string | null, open: string[] = []) {
  const asked: unknown[][] = [];
  const dialogs: Dialogs = {
    save: async (...args) => {
      asked.push(args);
      return save;
    },
    open: async (...args) => {
      asked.push(args);
      return open;
    },
  };
  return { asked, dialogs };
}

describe("saving a file", () => {
  it("writes text and bytes where the person wants them", async () => {
    const folder = await temporaryFolder();
    const path = join(folder, "loss of η.csv");
    const { asked, dialogs } = person(path);
    const file = { name: "loss: η", kind: "csv", data: "step\r\n" } as const;
    expect(await saveFile(dialogs, file)).toBe(path);
    expect(await readFile(path, "utf8")).toBe("step\r\n");
    expect(asked).toEqual([
      ["loss- η.csv", [{ name: "Table (CSV)", extensions: ["csv"] }]],
    ]);
    const bytes = Uint8Array.of(0, 255, 10, 13);
    await saveFile(dialogs, { name: "x", kind: "png", data: bytes });
    expect(new Uint8Array(await readFile(path))).toEqual(bytes);
    expect(await readdir(folder)).toEqual(["loss of η.csv"]);
  });

  it("writes nothing when the person thinks better of it", async () => {
    const { dialogs } = person(null);
    const file = { name: "x", kind: "json", data: "{}" } as const;
    expect(await saveFile(dialogs, file)).toBeNull();
  });

  it("leaves what was there, and no crumbs, when it cannot be written", async () => {
    const folder = await temporaryFolder();
    const taken = join(folder, "taken.json");
    await mkdir(taken);
    await writeFile(join(taken, "inside"), "kept");
    const file = { name: "x", kind: "json", data: "{}" } as const;
    expect(
      await failureOf(saveFile(person(taken).dialogs, file)),
    ).toMatchObject({
      error: {
        code: "file",
        message: expect.stringContaining("taken.json cannot be written to"),
        hint: expect.stringMatching(/\.$/),
      },
    });
    expect(await readdir(folder)).toEqual(["taken.json"]);
    const gone = join(folder, "gone", "x.json");
    expect(await failureOf(saveFile(person(gone).dialogs, file))).toMatchObject(
      {
        error: {
          code: "file",
          hint: "The folder is not there any more: choose another one.",
        },
      },
    );
  });

  it.each([
    ["a/b\\c:d", "a-b-c-d.json"],
    ["../../etc/passwd", "-..-etc-passwd.json"],
    ["run.json", "run.json"],
    ["run.JSON", "run.json"],
    ["η = 2/5.", "η = 2-5.json"],
    ["", "edge-lab.json"],
    [" .. ", "edge-lab.json"],
    ["a\u0000b\nc", "a-b-c.json"],
    ["x".repeat(300), `${"x".repeat(100)}.json`],
  ])("makes of the name %j %j", (name, expected) => {
    expect(fileName(name, "json")).toBe(expected);
  });

  it.each([
    ["run", "edgelab", "run.edgelab"],
    ["run.EDGELAB", "edgelab", "run.edgelab"],
    ["run", "edgelab.json", "run.edgelab.json"],
    ["run.json", "edgelab.json", "run.edgelab.json"],
    ["run.edgelab.json", "edgelab.json", "run.edgelab.json"],
  ] as const)("makes of %j with the ending %j %j", (name, kind, expected) => {
    expect(fileName(name, kind)).toBe(expected);
  });
});

it("opens the files that the person chooses", async () => {
  const { asked, dialogs } = person(null, ["/a.json", "/b.json"]);
  expect(await openFiles(dialogs, "capsule")).toEqual(["/a.json", "/b.json"]);
  await openFiles(dialogs, "experiment");
  await openFiles(dialogs, "data");
  const all = { name: "All files", extensions: ["*"] };
  const ours = { name: "Files of Edge Lab", extensions: ["edgelab", "json"] };
  expect(asked).toEqual([
    [[ours, all], true],
    [[ours, all], false],
    [[all], true],
  ]);
});
