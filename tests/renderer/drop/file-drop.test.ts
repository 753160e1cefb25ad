import { beforeEach, describe, expect, it } from "vitest";
import type { RunRow } from "../../../core/contract/api";
import type { OpenedFile, OpenedGroup } from "../../../core/contract/files";
import type { LabError } from "../../../core/errors";
import { presetOf } from "../../../core/experiment/presets";
import { FileDrop } from "../../../renderer/drop/FileDrop.svelte";
import { kindOf } from "../../../renderer/drop/kinds";
import { DesignController } from "../../../renderer/screens/design/Controller.svelte";
import { fakeLab, rowOf, run, type FakeLab } from "../fake-lab";

const file = (
  name: string,
  content: string | Uint8Array<ArrayBuffer> = "",
  size = content.length,
) => ({
  name,
  size,
  arrayBuffer: () => new Blob([content]).arrayBuffer(),
});

let fake: FakeLab;
let design: DesignController;
let drop: FileDrop;
let refused: LabError[];
let shown: string[];
const cameIn = (...added: RunRow[]) => ({ added, present: [] });

beforeEach(() => {
  fake = fakeLab();
  design = new DesignController(fake.lab, () => undefined);
  refused = [];
  shown = [];
  drop = new FileDrop(fake.lab, {
    design,
    opening: () => shown.push("opening"),
    designed: () => shown.push("design"),
    imported: ({ added }) => shown.push(`run ${added[0].id}`),
    study: async (path) => void shown.push(`study ${path}`),
    lesson: async (text) => {
      await fake.lab.lessons.add(text);
      shown.push("lesson");
    },
    refused: (error) => refused.push(error),
  });
});

const { spec } = presetOf("chebyshev");

describe("FileDrop", () => {
  it("opens an experiment in the new run", async () => {
    const wanted = { ...spec, name: "dropped" };
    await drop.take([file("a.json", JSON.stringify(wanted))]);
    expect(refused).toEqual([]);
    expect(design.spec.name).toBe("dropped");
    expect(shown).toEqual(["design"]);
  });

  it("opens a study in the new run", async () => {
    await drop.take([file("s.json", '{"edgeLab":1,"study":"A"}')]);
    expect(refused).toEqual([]);
    expect(shown).toEqual(["study /files/s.json", "design"]);
  });

  it("opens a lesson, and says what is wrong with a broken one", async () => {
    const lesson = file("l.json", '{"edgeLab":1,"lesson":"A","stops":[]}');
    fake.answer("lessons.add", (text) => ({ id: "1", text }));
    await drop.take([lesson]);
    expect(shown).toEqual(["lesson"]);
    const message = "stops: Stops must be a list of 1 to 40 stops.";
    fake.refuse("lessons.add", { code: "file", message, hint: "Add one." });
    await drop.take([lesson]);
    expect(refused).toEqual([
      {
        code: "file",
        message: `l.json was not opened. ${message}`,
        hint: "Add one.",
      },
    ]);
  });

  it.each(["utf8", "utf16le"] as const)(
    "reads an experiment in %s with a byte-order mark, as the command line does",
    async (encoding) => {
      const text = `\uFEFF${JSON.stringify({ ...spec, name: "η" })}`;
      await drop.take([file("a.json", Buffer.from(text, encoding))]);
      expect(refused).toEqual([]);
      expect(design.spec.name).toBe("η");
    },
  );

  it.each(['{"edgeLabRuns":1,"runs":[]}', '{"edgeLab":1,"result":{}}'])(
    "adds the runs of %s",
    async (text) => {
      fake.answer("files.importRuns", () => cameIn(rowOf(run({ id: 5 }))));
      await drop.take([file("runs.json", text)]);
      expect(fake.asked).toEqual([
        { name: "files.importRuns", args: [["/files/runs.json"]] },
      ]);
      expect(shown).toEqual(["run 5"]);
    },
  );

  it("does not read a large file or several: they are runs", async () => {
    fake.answer("files.importRuns", () => cameIn(rowOf(run())));
    await drop.take([file("big.json", "", 1e9)]);
    await drop.take([file("a.json"), file("b.json")]);
    expect(refused).toEqual([]);
    expect(fake.asked.at(-1)?.args).toEqual([
      ["/files/a.json", "/files/b.json"],
    ]);
  });

  it("chooses a table as data, also over a landscape", async () => {
    design.choose(presetOf("product"));
    await drop.take([file("Flowers.CSV")]);
    expect(refused).toEqual([]);
    expect(design.spec.data).toMatchObject({
      source: "csv",
      path: "/files/Flowers.CSV",
    });
    expect(design.spec.model.kind).toBe("network");
    expect(design.open).toContain("data");
  });

  it("takes images and labels together or one after the other", async () => {
    const images = file("train-images-idx3-ubyte.gz");
    const labels = file("train-labels-idx1-ubyte");
    const both = {
      source: "idx",
      images: "/files/train-images-idx3-ubyte.gz",
      labels: "/files/train-labels-idx1-ubyte",
    };
    await drop.take([labels, images]);
    expect(design.spec.data).toMatchObject(both);
    design.choose(presetOf("chebyshev"));
    await drop.take([labels]);
    await drop.take([images]);
    expect(design.spec.data).toMatchObject(both);
  });

  it("takes batches of CIFAR-10, one or several", async () => {
    await drop.take([file("b1.bin")]);
    expect(design.spec.data).toMatchObject({ path: "/files/b1.bin" });
    await drop.take([file("b1.bin"), file("b2.bin")]);
    expect(design.spec.data).toMatchObject({
      source: "cifar10",
      path: ["/files/b1.bin", "/files/b2.bin"],
    });
  });

  it("takes files of the lab by either ending", async () => {
    fake.answer("files.importRuns", () => cameIn(rowOf(run({ id: 6 }))));
    await drop.take([file("a.edgelab", JSON.stringify(spec))]);
    await drop.take([file("b.EDGELAB", '{"edgeLabRuns":1,"runs":[]}')]);
    await drop.take([file("c.edgelab.json", '{"edgeLab":1,"study":"C"}')]);
    expect(refused).toEqual([]);
    expect(shown).toEqual([
      "design",
      "run 6",
      "study /files/c.edgelab.json",
      "design",
    ]);
  });

  it.each([
    [[file("photo.png")], /^photo.png was not opened. This file type is not/],
    [[file("a.csv"), file("b.bin")], /do not belong together/],
    [[file("a.edgelab")], /^a.edgelab was not opened. The file is empty\.$/],
    [[file("a.json", "not json")], /^a.json was not opened. It is not JSON/],
    [
      [file("a.json", JSON.stringify({ ...spec, steps: -1 }))],
      /^a.json was not opened. steps: /,
    ],
  ])("refuses %o with a sentence", async (files, message) => {
    await drop.take(files);
    expect(refused).toHaveLength(1);
    expect(refused[0].message).toMatch(message);
    expect(refused[0].hint).toMatch(
      /^Edge Lab opens an experiment, a study, runs or a lesson \(\.edgelab, \.json\)/,
    );
    expect(shown).toEqual([]);
  });
});

describe("files opened with the program", () => {
  /** What main hands over, group by group. */
  let waiting: OpenedGroup[];
  beforeEach(() => {
    waiting = [];
    fake.answer("files.waiting", () => waiting.shift() ?? null);
  });

  const opened = (name: string, content?: string): OpenedFile => ({
    path: `/home/${name}`,
    name,
    size: 9,
    bytes: content === undefined ? null : new TextEncoder().encode(content),
  });

  it("are taken as dropped ones are, by the paths that the system gave", async () => {
    fake.answer("files.importRuns", () => cameIn(rowOf(run({ id: 7 }))));
    const wanted = { ...spec, name: "η" };
    waiting = [
      { files: [opened("a.edgelab.json", JSON.stringify(wanted))] },
      { files: [opened("b.edgelab"), opened("c.edgelab")] },
      { files: [opened("d.csv")] },
    ];
    await drop.takeWaiting();
    expect(refused).toEqual([]);
    expect(shown).toEqual([
      ...["opening", "design"],
      ...["opening", "run 7"],
      ...["opening", "design"],
    ]);
    expect(
      fake.asked.filter(({ name }) => name === "files.importRuns"),
    ).toEqual([
      {
        name: "files.importRuns",
        args: [["/home/b.edgelab", "/home/c.edgelab"]],
      },
    ]);
    expect(design.spec.data).toMatchObject({ path: "/home/d.csv" });
    // What was on the design page comes back.
    design.undo();
    expect(design.spec.name).toBe("η");
  });

  it("take nothing away from each other: one is refused, the next one is taken", async () => {
    waiting = [
      { files: [opened("photo.png")] },
      { refused: { code: "file", message: "b was not opened." } },
      { files: [opened("a.json", JSON.stringify(spec))] },
    ];
    await drop.takeWaiting();
    expect(shown.filter((each) => each !== "opening")).toEqual(["design"]);
    expect(refused.map(({ message }) => message)).toEqual([
      "photo.png was not opened. This file type is not supported.",
      "b was not opened.",
    ]);
  });

  it("are taken once when more come meanwhile", async () => {
    const named = (name: string) =>
      opened("a.json", JSON.stringify({ ...spec, name }));
    waiting = [{ files: [named("a")] }];
    const first = drop.takeWaiting();
    waiting.push({ files: [named("b")] });
    await Promise.all([first, drop.takeWaiting()]);
    expect(shown.filter((each) => each !== "opening")).toHaveLength(2);
    expect(design.spec.name).toBe("b");
  });

  it("are asked for no longer when the lab cannot answer", async () => {
    const error = { code: "unexpected", message: "Broken." } as const;
    fake.refuse("files.waiting", error);
    await drop.takeWaiting();
    expect(refused).toEqual([error]);
  });
});

it("knows the kinds by their names", () => {
  expect(kindOf("t10k-images.idx3-ubyte")).toEqual({
    source: "idx",
    field: "images",
  });
  expect(kindOf("t10k-labels-idx1-ubyte.gz")).toEqual({
    source: "idx",
    field: "labels",
  });
  expect(kindOf("data_batch_1.bin")).toEqual({
    source: "cifar10",
    field: "path",
  });
  expect(kindOf("notes.pdf")).toBeUndefined();
});
