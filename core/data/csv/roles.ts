/** What the columns of a table are used for, and guesses of it. */
import { listed } from "../../text/listed";
import { grouped } from "../../text/grouped";
import { mostClasses } from "../class-names";
import type {
  ColumnSurvey,
  FieldChanges,
  Role,
  TableChoices,
  TableQuestion,
  TableSurvey,
} from "../survey";
import type { CsvSpec } from "./fields";
import { surveyTable } from "./survey";

type Reference = string | number;

export const choices: TableChoices<CsvSpec> = {
  judgedBy: ["path", "header", "separator", "decimal"],
  chosenBy: ["target", "targetKind", "inputs", "ignore", "oneHot"],
  asked: ["targetKind", "missing"],
  survey: surveyTable,
  rolesOf,
  fits: (spec, survey) =>
    (["target", "inputs", "ignore", "oneHot"] as const).every((key) =>
      references(spec[key]).every((one) => find(survey, one) >= 0),
    ),
  withRole,
  guess,
  questions,
  targets,
};

function references(value: Reference | Reference[] | undefined): Reference[] {
  return value === undefined ? [] : [value].flat();
}

/** The index of a column; −1 where there is none, or several of the name. */
function find({ columns }: TableSurvey, wanted: Reference): number {
  if (typeof wanted === "number")
    return wanted <= columns.length ? wanted - 1 : -1;
  const found = columns.filter(({ name }) => name === wanted.trim());
  return found.length === 1 ? found[0].index : -1;
}

/** How an experiment names a column: by its name where no other one has it, or else by its number. */
function reference(survey: TableSurvey, index: number): Reference {
  const { name } = survey.columns[index];
  return name && find(survey, name) === index ? name : index + 1;
}

function rolesOf(spec: CsvSpec, survey: TableSurvey): Role[] {
  const all = (key: "target" | "inputs" | "ignore") =>
    new Set(references(spec[key]).map((one) => find(survey, one)));
  const [targets, inputs, ignored] = [
    all("target"),
    all("inputs"),
    all("ignore"),
  ];
  if (spec.target === undefined) {
    const last = survey.columns.findLast(({ index }) => !ignored.has(index));
    if (last) targets.add(last.index);
  }
  return survey.columns.map(({ index }) => {
    if (targets.has(index)) return "target";
    if (ignored.has(index)) return "ignore";
    return spec.inputs && !inputs.has(index) ? "ignore" : "input";
  });
}

function withRole(
  spec: CsvSpec,
  survey: TableSurvey,
  columns: number[],
  role: Role,
): FieldChanges | null {
  const before = rolesOf(spec, survey);
  const roles = before.map((old, i): Role => {
    if (columns.includes(i)) return role;
    return role === "target" && old === "target" ? "input" : old;
  });
  const changes = changesTo(spec, survey, roles);
  const isSameTarget = before.every(
    (old, i) => (old === "target") === (roles[i] === "target"),
  );
  if (!changes || isSameTarget) return changes;
  return { ...changes, ...targetKind(spec, isClassTarget(survey, roles)) };
}

/** Null where no target or no input would be left. */
function changesTo(
  spec: CsvSpec,
  survey: TableSurvey,
  roles: Role[],
): FieldChanges | null {
  if (!roles.includes("target") || !roles.includes("input")) return null;
  const roleOf = (one: Reference) => roles[find(survey, one)];
  /** Those of a role, in the order that the experiment has them in. */
  const listOf = (role: Role, named: Reference[] = []): Reference[] => {
    const known = named.filter((one) => roleOf(one) === role);
    const others = [...roles.keys()]
      .filter((i) => roles[i] === role)
      .filter((i) => !known.some((one) => find(survey, one) === i));
    return [...known, ...others.map((i) => reference(survey, i))];
  };
  const target = listOf("target", references(spec.target));
  // Where the inputs are named, what is not named is ignored already.
  const ignore = spec.inputs
    ? references(spec.ignore).filter((one) => roleOf(one) === "ignore")
    : listOf("ignore", spec.ignore);
  const oneHot = references(spec.oneHot).filter(
    (one) => roleOf(one) === "input",
  );
  return {
    target: target.length === 1 ? target[0] : target,
    inputs: spec.inputs && listOf("input", spec.inputs),
    ignore: ignore.length > 0 ? ignore : undefined,
    oneHot: oneHot.length > 0 ? oneHot : undefined,
  };
}

function targetKind(spec: CsvSpec, isClass: boolean): FieldChanges {
  return {
    targetKind: isClass ? "class" : "number",
    standardizeTarget: spec.standardizeTarget && !isClass,
  };
}

/** Names by which targets go, in English and by habit. */
const targetNames =
  /^(?:target|label|labels|class|classes|y|outcome|species|diagnosis)$/i;
/** Whole numbers from 0 or 1 on are taken for classes where there are few and each comes often. */
const fewClasses = 20;
const rowsOfClass = 5;

function guess(spec: CsvSpec, survey: TableSurvey) {
  const { columns } = survey;
  const why = columns.map((column) => reasonToIgnore(column, survey));
  // A table of nothing else is left as it is.
  const usable = columns.filter(({ index }) => why[index] === null);
  const kept = usable.length < 2 ? columns : usable;
  const named = kept.find(({ name }) => name && targetNames.test(name));
  const target = named ?? kept[kept.length - 1];
  const roles = columns.map((column): Role => {
    if (column === target) return "target";
    return kept.includes(column) ? "input" : "ignore";
  });
  const blank = {
    ...spec,
    target: undefined,
    inputs: undefined,
    ignore: undefined,
    oneHot: undefined,
  };
  const isClass = isClassTarget(survey, roles);
  const label = (index: number) => labelOf(survey, index);
  const ignored = columns.filter(({ index }) => roles[index] === "ignore");
  const reasons = [
    `${capital(label(target.index))} is the target: ${named ? "its name says so" : "the last column that can be one"}${isClass ? `, and its ${grouped(target.distinct ?? 0)} values are classes` : ""}.`,
    ...groupedBy(ignored, ({ index }) => why[index] ?? "").map(
      ([reason, list]) =>
        `${capital(listed(list.map(({ index }) => label(index))))} ${list.length === 1 ? "is" : "are"} ignored: ${reason}.`,
    ),
  ];
  const changes = {
    ...changesTo(blank, survey, roles),
    ...targetKind(spec, isClass),
  };
  return { changes, reasons };
}

function reasonToIgnore(
  { kind, distinct, numbersRows }: ColumnSurvey,
  { rows }: TableSurvey,
): string | null {
  if (kind === "empty") return "there is no value";
  if (kind === "date") return "dates cannot be inputs";
  if (kind === "text") return "nearly every row has a different text";
  if (kind === "mixed") return "some cells are numbers and some are words";
  if (numbersRows) return "it seems to number the rows";
  if (distinct === 1 && rows > 1) return "it is the same in all rows";
  return null;
}

function isClassTarget({ columns, rows }: TableSurvey, roles: Role[]): boolean {
  const targets = columns.filter(({ index }) => roles[index] === "target");
  if (targets.length !== 1) return false;
  const [{ kind, distinct, range, isWhole }] = targets;
  if (kind === "label" || kind === "text") return true;
  // True and false are 1 and 0 as a number, too, but two classes are what is meant.
  if (kind === "truth") return true;
  if (!isWhole || distinct === null || !range) return false;
  return (
    distinct > 1 &&
    distinct <= fewClasses &&
    rows >= rowsOfClass * distinct &&
    (range.min === 0 || range.min === 1) &&
    range.max - range.min + 1 === distinct
  );
}

function questions(spec: CsvSpec, survey: TableSurvey): TableQuestion[] {
  const roles = rolesOf(spec, survey);
  const gaps = survey.columns.filter(
    ({ index, missing }) => missing > 0 && roles[index] !== "ignore",
  );
  if (spec.missing !== "refuse" || gaps.length === 0) return survey.questions;
  const inTarget = gaps.some(({ index }) => roles[index] === "target");
  const drop = { label: "Leave these rows out", value: "drop" };
  const mean = { label: "Fill in the mean of the column", value: "mean" };
  const some = gaps
    .slice(0, 6)
    .map(
      ({ index, missing }) => `${labelOf(survey, index)} (${grouped(missing)})`,
    );
  const more = gaps.length > 6 ? [`${grouped(gaps.length - 6)} more`] : [];
  return [
    ...survey.questions,
    {
      field: "missing",
      message: `Rows have no value in ${listed([...some, ...more])}. What should happen to these rows?`,
      answers: inTarget ? [drop] : [drop, mean],
      isNeeded: true,
    },
  ];
}

function targets(spec: CsvSpec, survey: TableSurvey) {
  const roles = rolesOf(spec, survey);
  const own = survey.columns.filter(({ index }) => roles[index] === "target");
  if (spec.targetKind !== "class")
    return { targetWidth: own.length, classes: null };
  const [{ distinct }] = own;
  if (own.length !== 1 || distinct === null || distinct > mostClasses)
    return null;
  return { targetWidth: distinct, classes: distinct };
}

function labelOf({ columns }: TableSurvey, index: number): string {
  const { name } = columns[index];
  return name ? `“${name}”` : `column ${index + 1}`;
}

function capital(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}

function groupedBy<T>(list: T[], key: (one: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const one of list)
    groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return [...groups];
}
