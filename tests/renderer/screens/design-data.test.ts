/** A data file in the design screen: the window's part, with real surveys and previews of files in memory. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { DataFiles } from "../../../core/data/files";
import { surveyData } from "../../../core/data/load";
import { sourceOf, type DataSpec } from "../../../core/data/spec";
import { previewData } from "../../../main/engine/estimate";
import { withSource } from "../../../renderer/screens/design/change";
import {
  tableSentence,
  valuesOf,
} from "../../../renderer/screens/design/columns";
import { DesignController } from "../../../renderer/screens/design/Controller.svelte";
import { fakeLab, rowOf, run } from "../fake-lab";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const flowers = `id,length,width,species
1,5.1,3.5,setosa
2,7.0,3.2,versicolor
3,6.3,,virginica
4,4.9,3.0,setosa
`;

async function setUp(texts: Record<string, string> = { "/f.csv": flowers }) {
  const fake = fakeLab();
  const started = vi.fn();
  const design = new DesignController(fake.lab, started);
  const stamps: Record<string, string | null> = {};
  const files: DataFiles = {
    text: (path) => Promise.resolve({ text: texts[path], encoding: "utf-8" }),
    bytes: () => {
      throw new Error("No bytes are read.");
    },
    digits: () => {
      throw new Error("No digits are read.");
    },
    members: () => {
      throw new Error("No archive is read.");
    },
  };
  fake.answer("files.stamps", (paths) =>
    paths.map((path) => (path in stamps ? stamps[path] : "1")),
  );
  fake.answer("files.survey", (data) => surveyData(data, files));
  fake.answer("files.preview", (data) => previewData(data, { files }));
  fake.answer("files.stopReading", () => undefined);
  fake.answer("queue.start", () => rowOf(run()));
  design.change((spec) => withSource(spec, "csv"));
  const choose = async (path = "/f.csv") => {
    fake.answer("files.open", () => [path]);
    await design.chooseFile("data.path", false);
    await settle();
  };
  /** What the screen does while it shows the data. */
  const settle = async () => {
    for (let i = 0; i < 3; i++) {
      if (design.spec.data) design.look.follow(design.spec.data);
      await vi.advanceTimersByTimeAsync(300);
    }
  };
  const data = () => design.spec.data as DataSpec & Record<string, unknown>;
  const names = () => fake.asked.map(({ name }) => name);
  return { fake, started, design, stamps, choose, settle, data, names };
}

/** Units of the last layer. */
function outputs({ spec }: DesignController) {
  return spec.model.kind === "network" ? spec.model.layers.at(-1) : undefined;
}

it("a file is read when it is chosen, and what its columns are for is guessed and said", async () => {
  const { design, choose, data } = await setUp();
  await choose();
  expect(design.open).toContain("data");
  expect(data()).toMatchObject({
    target: "species",
    targetKind: "class",
    ignore: ["id"],
  });
  expect(design.reasons).toEqual([
    "“species” is the target: its name says so, and its 3 values are classes.",
    "“id” is ignored: it seems to number the rows.",
  ]);
  // The network fits it already.
  expect(outputs(design)).toMatchObject({ units: 3 });
  const survey = design.look.surveyOf(data());
  expect(survey && tableSentence(survey)).toBe(
    "4 rows of 4 columns, separated by commas; row 1 names the columns.",
  );
  expect(survey?.columns.map(valuesOf)).toEqual([
    "1 to 4",
    "4.9 to 7",
    "3 to 3.5",
    "3: setosa, versicolor, virginica",
  ]);
});

it("a missing value is asked about, not called wrong, and the answer brings the samples", async () => {
  const { design, choose, settle, data } = await setUp();
  await choose();
  const survey = design.look.surveyOf(data());
  if (!survey) throw new Error("It was not surveyed.");
  const [question] = sourceOf(data()).table?.questions(data(), survey) ?? [];
  expect(question.message).toContain("“width” (1)");
  expect(design.refusedIn("data")).toBe(0);
  design.set(`data.${question.field}`, question.answers[0].value);
  await settle();
  expect(design.look.at(data())).toMatchObject({
    samples: 3,
    inputShape: [2],
    classes: 3,
  });
  expect(design.shape?.inputShape).toEqual([2]);
});

it("a column is used for something else, and the network follows", async () => {
  const { design, choose, data } = await setUp();
  await choose();
  expect(design.setRole([1], "target")).toBe(true);
  expect(data()).toMatchObject({ target: "length", targetKind: "number" });
  expect(outputs(design)).toMatchObject({ units: 1 });
  // The guess is not said of what a person chose.
  expect(design.reasons).toEqual([]);
  // One step back is one choice back, network included.
  design.undo();
  expect(data()).toMatchObject({ target: "species", targetKind: "class" });
  expect(outputs(design)).toMatchObject({ units: 3 });
  expect(design.setRole([3], "ignore")).toBe(false);
  expect(data()).toMatchObject({ target: "species" });
});

it("another file keeps a choice of columns that it has, and is guessed anew where it has not", async () => {
  const { design, choose, data } = await setUp({
    "/f.csv": flowers,
    "/same.csv": flowers.replace(",,", ",3.3,"),
    "/other.csv": "a,b\n1,2.5\n2,3.5\n3,5.5\n",
  });
  await choose();
  design.setRole([1], "target");
  design.set("data.header", true);
  await choose("/same.csv");
  // What was said of the first row was said of another file.
  expect(data().header).toBeUndefined();
  expect(data()).toMatchObject({ path: "/same.csv", target: "length" });
  await choose("/other.csv");
  expect(data()).toMatchObject({ path: "/other.csv", target: "b" });
  expect(data().ignore).toBeUndefined();
});

it("an experiment that was opened keeps its columns as they are", async () => {
  const { design, data, settle } = await setUp();
  design.load({
    ...design.spec,
    data: { ...data(), path: "/f.csv", missing: "drop" } as DataSpec,
  });
  await settle();
  expect(design.look.surveyOf(data())).not.toBeNull();
  expect(data().target).toBeUndefined();
  expect(design.reasons).toEqual([]);
});

it("the columns are not looked at again for a change that leaves them as they are", async () => {
  const { design, choose, settle, names } = await setUp();
  await choose();
  design.set("data.missing", "mean");
  await settle();
  design.set("data.testSamples", 1);
  await settle();
  const count = (name: string) => names().filter((n) => n === name).length;
  expect(count("files.survey")).toBe(1);
  design.set("data.header", true);
  await settle();
  expect(count("files.survey")).toBe(2);
});

it("reading is told and cancelled, and what it would have found is dropped", async () => {
  const { fake, design, data } = await setUp();
  let answer: (value: never) => void = () => undefined;
  fake.answer("files.survey", () => new Promise((done) => (answer = done)));
  fake.answer("files.open", () => ["/f.csv"]);
  await design.chooseFile("data.path", false);
  const { look } = design;
  await vi.advanceTimersByTimeAsync(300);
  expect([look.busy, look.isLong]).toEqual([true, false]);
  await vi.advanceTimersByTimeAsync(500);
  look.progressed(0.5);
  expect([look.isLong, look.share]).toEqual([true, 0.5]);
  look.stop();
  expect([look.busy, look.isStopped]).toEqual([false, true]);
  expect(fake.asked.at(-1)?.name).toBe("files.stopReading");
  answer({ columns: [] } as never);
  await vi.advanceTimersByTimeAsync(10);
  expect(look.surveyOf(data())).toBeNull();
});

it("a file that changed or is gone is told, and read again", async () => {
  const { design, choose, stamps, settle, data } = await setUp();
  await choose();
  design.set("data.missing", "drop");
  await settle();
  const { look } = design;
  expect(await look.check(data())).toBe(true);
  stamps["/f.csv"] = "2";
  expect(await look.check(data())).toBe(false);
  expect(look.changed).toEqual([{ path: "/f.csv", isGone: false }]);
  await look.again(data());
  expect(look.changed).toEqual([]);
  expect(look.at(data())?.samples).toBe(3);
  stamps["/f.csv"] = null;
  await look.check(data());
  expect(look.changed).toEqual([{ path: "/f.csv", isGone: true }]);
});

it("what was read is not read again to start, unless the file changed since", async () => {
  const { design, choose, stamps, settle, names, started } = await setUp();
  await choose();
  design.set("data.missing", "drop");
  await settle();
  const previews = () => names().filter((n) => n === "files.preview").length;
  const before = previews();
  await design.start();
  expect(started).toHaveBeenCalledOnce();
  expect(previews()).toBe(before);
  stamps["/f.csv"] = "2";
  await design.start();
  expect(previews()).toBe(before + 1);
});

it("a path that was typed and taken away again is called empty", async () => {
  const { design } = await setUp();
  design.edit("data.path", "/f.csv", "text");
  design.leave();
  design.edit("data.path", "", "text");
  design.leave();
  expect(design.problem("data.path")?.message).toContain("path of a file");
});
