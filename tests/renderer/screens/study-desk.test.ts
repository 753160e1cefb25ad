import { beforeEach, describe, expect, it } from "vitest";
import type { ClusterRequest } from "../../../core/contract/studies";
import { presetOf } from "../../../core/experiment/presets";
import {
  experimentsOf,
  requireStudy,
  studyFile,
  type Study,
} from "../../../core/experiment/sweep/study";
import { Toasts } from "../../../renderer/lib/toasts.svelte";
import { DesignController } from "../../../renderer/screens/design/Controller.svelte";
import { optionWords } from "../../../renderer/screens/design/option-words";
import { StudyDesk } from "../../../renderer/screens/design/StudyDesk.svelte";
import { fakeLab, rowOf, run, type FakeLab } from "../fake-lab";

const { spec } = presetOf("mnist-1k-tanh");

let fake: FakeLab;
let design: DesignController;
let toasts: Toasts;
let desk: StudyDesk;
let written: string[];
beforeEach(() => {
  fake = fakeLab();
  design = new DesignController(fake.lab, () => undefined);
  design.load(spec);
  toasts = new Toasts(fake.lab);
  written = [];
  desk = new StudyDesk(fake.lab, {
    design,
    toasts,
    written: (folder) => written.push(folder),
  });
});

const study = (
  sweep: Partial<Study["sweep"]> = {},
  name = "Step sizes",
): Study => ({
  study: name,
  base: { ...spec, name: "Base" },
  sweep: {
    vary: { "optimizer.stepSize": [0.1, 0.2] },
    combine: "grid",
    ...sweep,
  },
});

async function opened(wanted: Study) {
  fake.answer("studies.open", () => wanted);
  await desk.open();
}

describe("StudyDesk", () => {
  it("saves the sweep as a study, which reads as it was", async () => {
    const texts: string[] = [];
    fake.answer("files.save", ({ data }) => {
      texts.push(data as string);
      return "/f/s.json";
    });
    await desk.save();
    expect(texts).toEqual([]);
    design.sweep.factors[0].list = "0.1, 0.2";
    design.sweep.add("model.init.seed");
    design.sweep.factors[1].take({ from: 0, to: 2, count: 3 });
    await desk.save();
    const read = requireStudy(JSON.parse(texts[0]));
    expect(read.study).toBe(`${spec.name}: η × seed`);
    expect(experimentsOf(read)).toEqual(design.sweep.plan.specs);
    expect(toasts.list.at(-1)?.words).toBe("Saved as /f/s.json.");
  });

  it.each<[string, Study["sweep"]]>([
    ["lists in a grid", study().sweep],
    [
      "ranges and choices",
      study({
        vary: {
          "optimizer.stepSize": { from: 0.01, to: 1, count: 4, scale: "log" },
          "optimizer.kind": ["gd", "adam"],
        },
      }).sweep,
    ],
    [
      "pairs",
      study({
        vary: { "optimizer.stepSize": [0.1, 1e-7], "model.init.seed": [0, 0] },
        combine: "zip",
      }).sweep,
    ],
    [
      "draws",
      study({
        vary: { "optimizer.stepSize": { from: 0.01, to: 1, scale: "linear" } },
        combine: { random: 7, seed: 3 },
      }).sweep,
    ],
  ])("opens %s into the form, with the same runs", async (_, sweep) => {
    const wanted = study(sweep);
    await opened(wanted);
    expect(desk.task.failure).toBeNull();
    expect(design.sweep.plan.specs).toEqual(experimentsOf(wanted));
    expect(design.spec.name).toBe("Base");
    expect(design.open).toContain("sweep");
    expect(desk.study).toMatchObject({ study: "Step sizes" });
    const again = requireStudy(
      JSON.parse(JSON.stringify(studyFile(desk.study as Study))),
    );
    expect(experimentsOf(again)).toEqual(experimentsOf(wanted));
  });

  it("gives the group of runs the name of the study", async () => {
    await opened(study());
    fake.answer("files.stamps", () => []);
    const groups: unknown[] = [];
    fake.answer("queue.enqueue", (_, group) => {
      groups.push(group);
      return [rowOf(run())];
    });
    await design.sweep.start();
    design.sweep.name = " ";
    await design.sweep.start();
    expect(groups).toEqual(["Step sizes", "Base: η"]);
  });

  it.each<[string, Partial<Study["sweep"]>, RegExp]>([
    [
      "more runs than it plans",
      { combine: { random: 2000, seed: 0 } },
      /^The study “Large” was not opened\. .*at most 1,000/,
    ],
    [
      "pairs of choices in another order",
      {
        vary: {
          "optimizer.kind": ["adam", "gd", "adam"],
          "model.init.seed": [0, 1, 2],
        },
        combine: "zip",
      },
      /was not opened/,
    ],
    [
      "values that are refused",
      { vary: { "optimizer.stepSize": [-1] } },
      /was not opened\. optimizer\.stepSize: Step size/,
    ],
  ])("refuses %s and keeps what was there", async (_, sweep, says) => {
    const range = { from: 0.01, to: 1 };
    design.sweep.factors[0].list = "0.5";
    const vary = { "optimizer.stepSize": range };
    await opened(study({ vary, ...sweep }, "Large"));
    expect(desk.task.failure?.message).toMatch(says);
    expect(desk.task.failure?.hint).toMatch(/lab sweep STUDY\.json/);
    expect(design.spec.name).toBe(spec.name);
    expect(design.sweep.factors[0].list).toBe("0.5");
  });

  it("says what main refuses, and does nothing for no file", async () => {
    fake.refuse("studies.open", { code: "file", message: "Not a study." });
    await desk.open();
    expect(desk.task.failure?.message).toBe("Not a study.");
    fake.answer("studies.open", () => null);
    await desk.open();
    expect(desk.task.failure).toBeNull();
    expect(design.spec.name).toBe(spec.name);
  });

  it("sends the study to a cluster with its tasks and options", async () => {
    await opened(study());
    const asked: ClusterRequest[] = [];
    fake.answer("studies.write", (wanted) => {
      asked.push(wanted);
      return {
        folder: "/s/a",
        ...{ runs: 2, tasks: 1, isSubmitted: false, refusal: null },
        command: "/s/a/submit.sh",
      };
    });
    desk.begin();
    desk.pack = "none";
    expect(desk.tasks).toBeNull();
    await desk.write();
    expect(desk.cluster.failure?.message).toBe(
      "Runs per task: “none” is not a whole number of at least 1.",
    );
    desk.pack = "2";
    desk.options = "time";
    await desk.write();
    expect(desk.cluster.failure?.message).toMatch(/“time” is not an option/);
    desk.options = "--time=1:00:00";
    expect(desk.tasks).toBe(1);
    await desk.write();
    expect(asked).toEqual([
      {
        study: studyFile(desk.study as Study),
        pack: 2,
        options: ["--time=1:00:00"],
      },
    ]);
    expect(written).toEqual(["/s/a"]);
    expect(desk.written?.folder).toBe("/s/a");
    desk.begin();
    expect(desk.written).toBeNull();
    fake.answer("studies.write", () => null);
    await desk.write();
    expect([desk.written, desk.cluster.failure]).toEqual([null, null]);
  });
});

describe("optionWords", () => {
  it("separates words as a shell does", () => {
    expect(optionWords("")).toEqual([]);
    expect(optionWords(" -p short  --time=1:00:00")).toEqual([
      ...["-p", "short", "--time=1:00:00"],
    ]);
    expect(optionWords(`--comment="a 'b' c" -A 'x y'`)).toEqual([
      ...["--comment=a 'b' c", "-A", "x y"],
    ]);
    expect(() => optionWords('--comment="a b')).toThrow(/not closed/);
  });
});
