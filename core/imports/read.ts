import { readCsv, tensorboard } from "./csv";
import { readJson } from "./json";
import { refused, type CurveTable } from "./table";

export interface CurveFile {
  /** Without its folder. */
  name: string;
  text: string;
}

/**
 * The curves of a file, or of several with the scalars of one TensorBoard run.
 * @throws LabFailure `file` that names the file, and the line or entry and the column
 */
export function readCurves(files: readonly CurveFile[]): CurveTable {
  const tables = files.map((file) => ({ file, table: readOne(file) }));
  const [{ table }] = tables;
  const others = tables.filter((one) => one.table.format !== tensorboard);
  if (others.length === 0) return joined(tables);
  if (tables.length === 1) return table;
  throw refused(
    `${others[0].file.name} contains no TensorBoard scalars. Only these can be imported from several files at once.`,
    "Choose one file.",
  );
}

function readOne({ name, text }: CurveFile): CurveTable {
  const content = text.replace(/^\uFEFF/, "");
  try {
    return /^\s*[[{]/.test(content) ? readJson(content) : readCsv(content);
  } catch (thrown) {
    throw named(name, thrown);
  }
}

/** The refusal of a file with its name before it. */
export function named(name: string, thrown: unknown): unknown {
  if (!(thrown instanceof Error) || !("error" in thrown)) return thrown;
  const { message, hint } = thrown.error as { message: string; hint?: string };
  return refused(`${name} was not imported. ${message}`, hint);
}

/** Scalars by step; each is called as its file: run-.-tag-loss.csv holds the loss. */
function joined(tables: { file: CurveFile; table: CurveTable }[]): CurveTable {
  const rows = new Map<number, (number | null)[]>();
  const names: string[] = [];
  tables.forEach(({ file, table }, i) => {
    names.push(
      file.name.replace(/\.(csv|json)$/i, "").replace(/^.*\btag-/, ""),
    );
    const [, step, value] = table.columns;
    const wrong = [step, value].find(({ problem }) => problem);
    if (wrong?.problem)
      throw refused(
        `${file.name} was not imported. ${wrong.name} is “${wrong.problem.text}” in ${table.place(wrong.problem.row)}, which is not a number.`,
      );
    step.values.forEach((at, row) => {
      if (at === null)
        throw refused(
          `${file.name} was not imported. Step is missing in ${table.place(row)}.`,
        );
      const cells = rows.get(at) ?? tables.map(() => null);
      if (cells[i] !== null)
        throw refused(
          `${file.name} was not imported. Step ${at} occurs twice, the second time in ${table.place(row)}.`,
          "A restarted run writes steps twice: export only one of its parts.",
        );
      cells[i] = value.values[row];
      rows.set(at, cells);
    });
  });
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw refused(
      `Two of the files are called ${twice}.`,
      "Choose each file once.",
    );
  const steps = [...rows.keys()].sort((a, b) => a - b);
  return {
    format: tensorboard,
    rows: steps.length,
    place: (row) => `step ${steps[row]}`,
    columns: [
      { name: "Step", values: steps, problem: null },
      ...names.map((name, i) => ({
        name,
        values: steps.map((step) => rows.get(step)?.[i] ?? null),
        problem: null,
      })),
    ],
  };
}
