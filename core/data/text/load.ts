import { grouped } from "../../text/grouped";
import { mostClasses, sortedClasses, type Classes } from "../class-names";
import { isMissing, quoted } from "../csv/cell";
import { ColumnNames } from "../csv/columns";
import { judgeHeader } from "../csv/header";
import { eachRow, firstRows } from "../csv/rows";
import { tableText } from "../csv/text";
import {
  classDataset,
  numberDataset,
  type Dataset,
  type LoadedData,
} from "../dataset";
import type { DataSplit } from "../fields";
import type { DataFiles } from "../files";
import { paced } from "../paced";
import { badField, badFile } from "../refuse";
import { requireSize, rowNumbers, split } from "../split";
import { numbered, sizeOf, tokensOf, vocabularyOf, type Unit } from "./tokens";

interface TextSpec {
  path: string;
  header?: boolean | undefined;
  separator?: string | undefined;
  text?: string | number | undefined;
  target?: string | number | undefined;
  targetKind: "class" | "sign";
  unit: Unit;
  lowerCase: boolean;
  vocabulary: number;
  length: number;
  samples?: number | undefined;
  testSamples?: number | undefined;
  split?: DataSplit | undefined;
}

/** A text, its label and the row of the file it is in. */
interface Entry {
  text: string;
  label: string;
  row: number;
}

/** The texts of a table as tokens; the vocabulary is that of the training samples. */
export async function loadTexts(
  spec: TextSpec,
  files: DataFiles,
): Promise<LoadedData> {
  const { path, length } = spec;
  const { text, encoding } = await files.text(path);
  const entries = await paced(entriesOf(spec, text), files);
  const classes = classesOf(spec, entries);
  const labels = entries.map(({ label }) => classes.places.get(label) ?? 0);
  const sizes = split(spec, entries.length, path, labels);
  requireSize(sizes.samples + sizes.testSamples, length, path);
  const rows = rowNumbers(sizes);
  const chosen = Array.from(rows, (row) => row - 1);
  const tokens = chosen.map((i) => {
    const { text } = entries[i];
    return tokensOf(spec.lowerCase ? text.toLowerCase() : text, spec.unit);
  });
  const training = tokens.slice(0, sizes.samples);
  const vocabulary = vocabularyOf(training, spec.vocabulary);
  const part = (from: number, to: number): Dataset => {
    const inputs = numbered(tokens.slice(from, to), vocabulary, length);
    const own = chosen.slice(from, to);
    const samplesOf = { inputs, inputShape: [length] };
    const data =
      spec.targetKind === "class"
        ? classDataset(
            samplesOf,
            own.map((i) => labels[i]),
            classes.names,
          )
        : numberDataset(
            samplesOf,
            Float64Array.from(own, (i) => 2 * labels[i] - 1),
            1,
          );
    return {
      ...data,
      vocabulary: sizeOf(vocabulary),
      isPadded: true,
      rows: Uint32Array.from(own, (i) => entries[i].row),
    };
  };
  const end = sizes.samples + sizes.testSamples;
  return {
    train: part(0, sizes.samples),
    test: sizes.testSamples > 0 ? part(sizes.samples, end) : null,
    cautions: [
      ...(encoding === "windows-1252"
        ? ["The file is not UTF-8; it was read as Latin-1 (Windows-1252)."]
        : []),
      ...cutCaution(tokens, length),
    ],
  };
}

function* entriesOf(spec: TextSpec, raw: string): Generator<number, Entry[]> {
  const { path } = spec;
  const separator = spec.separator ?? separatorOf(raw);
  const table = { ...tableText(raw, path, separator), path };
  const top = firstRows(table.text, table.separator).filter(
    (row) => row.length > 0,
  );
  const count = Math.max(0, ...top.map((row) => row.length));
  if (count < 2)
    throw badFile(
      `${path} needs two columns, one of texts and one of classes.`,
      'Separate the columns by commas or tabs, or set "separator".',
    );
  const header = judgeHeader(spec, top);
  const names = new ColumnNames(path, header.names);
  const text = names.find("text", spec.text ?? 1, count);
  const target = names.find("target", spec.target ?? count, count);
  if (text === target)
    throw badField(
      "data.target",
      `${names.label(text)} of ${path} is both text and target.`,
      "Name another column.",
    );
  const entries: Entry[] = [];
  let isFirst = header.names !== null;
  yield* eachRow(table, (cells, row) => {
    if (isFirst) {
      isFirst = false;
      return;
    }
    for (const column of [text, target])
      if (isMissing(cells.at(column) ?? ""))
        throw badFile(
          `${path}, row ${grouped(row)}, ${names.label(column)}: the ${column === text ? "text" : "class"} is missing.`,
          "Fill it in, or delete the row.",
        );
    entries.push({ text: cells[text], label: cells[target], row });
  });
  return entries;
}

/** Blanks are part of texts, so the first of the other signs that the first row has is meant. */
function separatorOf(raw: string): string {
  const [first] = raw.trimStart().split(/[\r\n]/, 1);
  return ["\t", ",", ";", "|"].find((sign) => first.includes(sign)) ?? ",";
}

function classesOf(spec: TextSpec, entries: readonly Entry[]): Classes {
  const { path, targetKind } = spec;
  const labels = new Set(entries.map(({ label }) => label));
  if (labels.size > mostClasses)
    throw badField(
      "data.target",
      `The target column of ${path} has more than ${grouped(mostClasses)} classes.`,
      "Name the column that contains the class.",
    );
  const classes = sortedClasses(labels, ".");
  const { names } = classes;
  if (names.length === 1)
    throw badField(
      "data.target",
      `The target column of ${path} contains only one class (${quoted(names[0])}).`,
      "Name another column, or choose a file with at least two classes.",
    );
  if (targetKind === "sign" && names.length !== 2)
    throw badField(
      "data.targetKind",
      `Targets of −1 and 1 need two classes; ${path} has ${grouped(names.length)}.`,
      'Use "class".',
    );
  return classes;
}

function cutCaution(tokens: readonly string[][], length: number): string[] {
  const cut = tokens.filter((own) => own.length > length).length;
  return cut === 0
    ? []
    : [
        `${grouped(cut)} of ${grouped(tokens.length)} texts ${cut === 1 ? "is" : "are"} longer than ${grouped(length)} tokens and ${cut === 1 ? "was" : "were"} cut.`,
      ];
}
