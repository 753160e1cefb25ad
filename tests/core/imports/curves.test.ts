/** Curves of other programs: what is understood, and what is refused with the line and the column. */
import { describe, expect, test } from "vitest";
import { LabFailure } from "../../../core/errors";
import {
  requireRecorded,
  validateExperiment,
} from "../../../core/experiment/validate";
import { describeInWords } from "../../../core/experiment/in-words";
import { readCapsule } from "../../../core/export/capsule";
import { resultFile } from "../../../core/export/result-file";
import { guessed, roles as knownRoles } from "../../../core/imports/roles";
import { readCurves, type CurveFile } from "../../../core/imports/read";
import { importedRun, type CurveChoices } from "../../../core/imports/run";
import { surveyOf } from "../../../core/imports/survey";

const read = (...files: CurveFile[]) => readCurves(files);
const file = (text: string, name = "a.csv"): CurveFile => ({ name, text });

/** The run of a file, with the roles that its columns suggest and others. */
function run(files: CurveFile[], changes: Partial<CurveChoices> = {}) {
  const table = readCurves(files);
  const { columns } = surveyOf(table, [], files[0].name);
  const suggested = columns.flatMap(({ name, role }) =>
    role === null ? [] : [[name, role] as const],
  );
  return importedRun(
    table,
    {
      name: "Mine",
      stepSize: 0.1,
      optimizer: "gd",
      ...changes,
      roles: { ...Object.fromEntries(suggested), ...changes.roles },
    },
    files[0].name,
    1e12,
  );
}

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (thrown) {
    if (!(thrown instanceof LabFailure)) throw thrown;
    expect(thrown.error.code).toBe("file");
    return `${thrown.error.message} ${thrown.error.hint ?? ""}`.trim();
  }
  throw new Error("It was accepted.");
}

const values = (column: Float64Array | undefined) => [...(column ?? [])];

describe("curves come in", () => {
  test("from a CSV file, with gaps, infinities and NaN as they are", () => {
    const { spec, records, summary, events, threshold, engine } = run([
      file(
        "iteration;train_loss;sharpness;note\n0;2.5;10;a\n1;1e-3;;b\n\n2;NaN;25;\n3;inf;30;c\n",
      ),
    ]);
    expect(records.steps).toEqual({
      step: Float64Array.of(0, 1, 2, 3),
      loss: Float64Array.of(2.5, 1e-3, NaN, Infinity),
    });
    expect(records.spectrum).toEqual({
      step: Float64Array.of(0, 2, 3),
      lambda1: Float64Array.of(10, 25, 30),
      threshold: Float64Array.of(20, 20, 20),
    });
    expect(records.test).toEqual({});
    expect(threshold).toBe(20);
    expect(engine).toBeNull();
    expect(summary).toMatchObject({
      step: 3,
      initialLoss: 2.5,
      finalLoss: null,
      minLoss: 1e-3,
      initialSharpness: 10,
      finalSharpness: 30,
      maxSharpness: 30,
      crossingStep: 2,
      hover: 1.375,
    });
    expect(events).toEqual([
      {
        kind: "crossing",
        step: 2,
        value: 25,
        message: "Sharpness reached 2/η at step 2.",
      },
    ]);
    expect(spec).toMatchObject({
      name: "Mine",
      steps: 3,
      model: { kind: "imported", format: "CSV file", file: "a.csv" },
    });
    expect(describeInWords(spec)).toBe(
      "Curves of the file a.csv (CSV file), gradient descent with step size 0.1, 3 steps.",
    );
  });

  test("without a line of names, with the first line as a row", () => {
    const { records } = run([file("0,5\n1,4\n")], {
      roles: { "column 1": "step", "column 2": "steps.loss" },
    });
    expect(values(records.steps.loss)).toEqual([5, 4]);
  });

  test("without steps, which are counted", () => {
    expect(values(run([file("loss\n5\n4\n")]).records.steps.step)).toEqual([
      0, 1,
    ]);
  });

  test("from several TensorBoard scalars, joined by step", () => {
    const head = "Wall time,Step,Value\n";
    const { records, spec } = run([
      file(`${head}1.5,0,3\n2.5,10,2\n`, "run-.-tag-train_loss.csv"),
      file(`${head}1.5,0,7\n3.5,20,8\n`, "run-.-tag-sharpness.csv"),
    ]);
    expect(records.steps).toEqual({
      step: Float64Array.of(0, 10),
      loss: Float64Array.of(3, 2),
    });
    expect(values(records.spectrum.step)).toEqual([0, 20]);
    expect(spec.model).toMatchObject({ format: "TensorBoard scalars" });
  });

  test("from the JSON of TensorBoard", () => {
    const { records } = run([file("[[1.5,0,3],[2.5,5,2]]", "loss.json")]);
    expect(records.steps).toEqual({
      step: Float64Array.of(0, 5),
      loss: Float64Array.of(3, 2),
    });
  });

  test.each([
    ["a list", (rows: object[]) => JSON.stringify(rows)],
    [
      "lines",
      (rows: object[]) => rows.map((row) => JSON.stringify(row)).join("\n"),
    ],
  ])(
    "from a history of Weights & Biases as %s, whose rows of a step become one",
    (_, text) => {
      const { records, spec } = run([
        file(
          text([
            { _step: 0, _runtime: 1, loss: 2, "val/loss": null },
            { _step: 0, _runtime: 1, sharpness: 9, _wandb: {} },
            { _step: 4, loss: "NaN", "val/loss": 3 },
          ]),
          "history.json",
        ),
      ]);
      expect(records.steps).toEqual({
        step: Float64Array.of(0, 4),
        loss: Float64Array.of(2, NaN),
      });
      expect(values(records.spectrum.lambda1)).toEqual([9]);
      expect(records.test).toEqual({
        step: Float64Array.of(4),
        loss: Float64Array.of(3),
      });
      expect(spec.model).toMatchObject({ format: "Weights & Biases history" });
    },
  );

  test("from a chart of Weights & Biases", () => {
    const { records, spec } = run([
      file(
        '"Step","calm-sea-1 - loss","calm-sea-1 - loss__MIN","calm-sea-1 - loss__MAX"\n"0","3","3","3"\n"1","2","2","2"\n',
      ),
    ]);
    expect(values(records.steps.loss)).toEqual([3, 2]);
    expect(spec.model).toMatchObject({ format: "Weights & Biases CSV file" });
  });

  test("from lists inside an object, as programs in a browser keep them", () => {
    const { records } = run([
      file(
        JSON.stringify({
          title: "x",
          state: {
            history: {
              iter: [0, 1, 2],
              losses: [3, 2, 1],
              sharpness: [1, null, 2],
            },
          },
        }),
        "tutorial.json",
      ),
    ]);
    expect(values(records.steps.loss)).toEqual([3, 2, 1]);
    expect(values(records.spectrum.step)).toEqual([0, 2]);
  });

  test("with step sizes of their own, and a threshold that varies with them", () => {
    const { spec, threshold, records, summary } = run(
      [file("step,loss,sharpness,lr\n0,3,5,0.1\n1,2,15,0.1\n2,1,15,0.2\n")],
      { stepSize: null },
    );
    expect(spec.optimizer.stepSize).toEqual({
      table: [
        [0, 0.1],
        [2, 0.2],
      ],
    });
    expect(threshold).toBeNull();
    expect(values(records.spectrum.threshold)).toEqual([20, 20, 10]);
    expect(summary).toMatchObject({
      crossingStep: 2,
      finalThreshold: 10,
      maxRatio: 1.5,
    });
  });

  test("with another optimizer's threshold", () => {
    const text = "step,sharpness\n0,5\n";
    expect(run([file(text)], { optimizer: "polyak" }).threshold).toBeCloseTo(
      38,
    );
    const without = run([file(text)], { optimizer: "sign-descent" });
    expect(without.threshold).toBeNull();
    expect(Object.keys(without.records.spectrum)).toEqual(["step", "lambda1"]);
  });
});

test("names suggest roles, each once", () => {
  expect(
    guessed([
      "epoch",
      "_step",
      "train/loss",
      "Loss",
      "val_acc",
      "learning_rate",
      "lambda_max",
      "λ₂",
      "constructor",
    ]),
  ).toEqual([
    null,
    "step",
    null,
    "steps.loss",
    "test.accuracy",
    "steps.stepSize",
    "spectrum.lambda1",
    null,
    null,
  ]);
  for (const id of guessed([
    "loss",
    "grad_norm",
    "acc",
    "lr",
    "distance",
    "sharpness",
    "lambda2",
    "test_loss",
    "test_acc",
  ]))
    expect(knownRoles.map((role) => role.id)).toContain(id);
});

test("an imported run survives a result file, and is no experiment", () => {
  const imported = run([file("step,loss,sharpness\n0,3,5\n1,2,6\n")]);
  const { records, ...rest } = imported;
  const written = resultFile({ ...rest, name: "Mine" }, records);
  const [again] = readCapsule(JSON.stringify(written));
  expect(again).toEqual(imported);
  expect(requireRecorded(imported.spec)).toEqual(imported.spec);
  expect(validateExperiment(imported.spec)).toMatchObject({
    ok: false,
    fields: [
      {
        path: "model.kind",
        message: 'The kind of model must be "network" or "landscape".',
      },
    ],
  });
});

const wandb = (...rows: object[]) => file(JSON.stringify(rows), "h.json");

describe("a file is refused, with the line and the column", () => {
  test.each<[string, () => unknown, RegExp]>([
    [
      "nothing",
      () => read(file("")),
      /^a\.csv was not imported\. It is empty\./,
    ],
    [
      "names alone",
      () => read(file("step,loss\n")),
      /has a header but no rows/,
    ],
    [
      "a short line",
      () => read(file("step,loss\n0,1\n1\n")),
      /Line 3 has 1 cell, and the first line has 2\./,
    ],
    [
      "a long line after an empty one",
      () => read(file("step,loss\n\n0,1,7\n")),
      /Line 3 has 3 cells/,
    ],
    [
      "an open quotation mark",
      () => read(file('step,loss\n0,"1\n1,2\n')),
      /Line 2 opens a quotation mark that is never closed/,
    ],
    [
      "a name twice",
      () => read(file("step,loss,loss\n0,1,2\n")),
      /Two columns of line 1 are called loss/,
    ],
    [
      "a word",
      () =>
        run([file("step,loss\n0,1\n1,two\n")], {
          roles: { loss: "steps.loss" },
        }),
      /loss is “two” in line 3, which is not a number/,
    ],
    [
      "decimal commas",
      () =>
        run([file("step;loss\n0;1,5\n")], { roles: { loss: "steps.loss" } }),
      /loss is “1,5” in line 2.* with a decimal point/,
    ],
    [
      "a word after a cell of two lines",
      () =>
        run([file('step,loss,n\n0,1,"a\nb"\n1,x,c\n')], {
          roles: { loss: "steps.loss" },
        }),
      /loss is “x” in line 4/,
    ],
    [
      "steps that fall",
      () => run([file("step,loss\n5,1\n3,2\n")]),
      /Step 3 in line 3 comes after step 5; steps must increase/,
    ],
    [
      "a step twice",
      () => run([file("step,loss\n5,1\n5,2\n")]),
      /loss has a second value of step 5 in line 3/,
    ],
    [
      "half a step",
      () => run([file("step,loss\n0.5,1\n")]),
      /step is 0.5 in line 2; steps must be whole numbers from 0/,
    ],
    [
      "a missing step",
      () => run([file("step,loss\n0,1\n,2\n")]),
      /step is missing in line 3/,
    ],
    [
      "no step size",
      () => run([file("step,loss\n0,1\n")], { stepSize: null }),
      /step size is missing/,
    ],
    [
      "a negative step size",
      () => run([file("step,loss,lr\n0,1,-1\n")], { stepSize: null }),
      /lr is -1 at step 0; step sizes must be from 0 to 1,000/,
    ],
    ["no curve", () => run([file("a,b\n0,1\n")]), /No column is chosen/],
    [
      "one role for two columns",
      () =>
        run([file("a,b\n0,1\n")], {
          roles: { a: "steps.loss", b: "steps.loss" },
        }),
      /Two columns are the loss/,
    ],
    [
      "broken JSON",
      () => read(file('{"loss": [1, 2', "h.json")),
      /^h\.json was not imported\. It is not JSON/,
    ],
    [
      "it contains no curves",
      () => read(file('{"loss": "low"}', "h.json")),
      /it contains no curves/,
    ],
    [
      "lists of different lengths",
      () => read(file('{"r": {"step": [0, 1], "loss": [1]}}', "h.json")),
      /The list r\.loss has 1 entries, and r\.step has 2/,
    ],
    [
      "a broken line of JSON",
      () => read(file('{"loss": 1}\n{"loss": }\n', "h.jsonl")),
      /Line 2 is not a record in JSON/,
    ],
    [
      "a word in a record",
      () =>
        run([wandb({ _step: 0, loss: 1 }, { _step: 1, loss: "low" })], {
          roles: { loss: "steps.loss" },
        }),
      /loss is “low” in entry 2/,
    ],
    [
      "two tables at once",
      () => read(file("step,loss\n0,1\n"), file("step,loss\n0,1\n", "b.csv")),
      /a\.csv contains no TensorBoard scalars/,
    ],
    [
      "TensorBoard scalars with a step twice",
      () => read(file("Wall time,Step,Value\n1,0,1\n2,0,1\n")),
      /Step 0 occurs twice, the second time in line 3/,
    ],
    [
      "TensorBoard scalars with a word",
      () => read(file("Wall time,Step,Value\n1,0,high\n")),
      /Value is “high” in line 2/,
    ],
  ])("%s", (_, work, message) => {
    expect(refusal(work)).toMatch(message);
  });
});
