/** `lab import`: curves of another program as a run. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { guessed, roleOf, roles, type Role } from "../../core/imports/roles";
import type { CurveSurvey } from "../../core/imports/survey";
import { optimizers } from "../../core/optimizers";
import { grouped } from "../../core/text/grouped";
import { shown } from "../../core/text/shown";
import { openArchive } from "../archive/open";
import { archivePath } from "../data-folder";
import { importCurves, surveyFiles } from "../files/curves";
import { misuse, parsed, required } from "./arguments";
import { lines, summaryText } from "./text";

type Wanted = ReturnType<typeof readArguments>;

/** @param args what follows the word "import" @throws LabFailure */
export async function importFiles(args: string[]): Promise<number> {
  const wanted = readArguments(args);
  const survey = await surveyFiles(wanted.paths);
  const chosen = rolesOf(survey, wanted.columns);
  process.stdout.write(surveyText(survey, chosen));
  if (wanted.look) return 0;
  const archive = await openArchive(resolve(wanted.archive));
  try {
    const { id } = await importCurves(archive, {
      paths: wanted.paths,
      name: wanted.name ?? survey.name,
      roles: Object.fromEntries(chosen),
      stepSize: wanted.stepSize,
      optimizer: wanted.optimizer,
    });
    process.stdout.write(summaryText(await archive.openRun(id)));
    return 0;
  } finally {
    await archive.close();
  }
}

function readArguments(args: string[]) {
  const { positionals, values } = parsed(() =>
    parseArgs({
      args,
      allowPositionals: true,
      options: {
        archive: { type: "string", default: archivePath() },
        column: { type: "string", multiple: true, default: [] },
        name: { type: "string" },
        "step-size": { type: "string" },
        optimizer: { type: "string", default: optimizers[0].name },
        look: { type: "boolean", default: false },
      },
    }),
  );
  required(positionals[0], "a file of curves");
  const { archive, column: columns, name, look } = values;
  if (name !== undefined && (name.trim() === "" || name.length > 120))
    throw misuse("--name: a name has 1 to 120 characters.");
  const optimizer = optimizers.find((one) => one.name === values.optimizer);
  if (!optimizer)
    throw misuse(
      `--optimizer must be one of: ${optimizers.map((one) => one.name).join(", ")}.`,
    );
  return {
    ...{ paths: positionals, archive, columns, name, look },
    optimizer: optimizer.name,
    stepSize: stepSizeOf(values["step-size"]),
  };
}

function stepSizeOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (text.trim() !== "" && value > 0 && value <= 1000) return value;
  throw misuse(
    `--step-size: “${shown(text)}” is not a number above 0 and at most 1,000.`,
  );
}

/** The role of each column that is used: as its name suggests, or as it was said. */
function rolesOf(
  { columns }: CurveSurvey,
  said: Wanted["columns"],
): Map<string, string> {
  const own = new Map(said.map((text) => roleSaid(columns, text)));
  const taken = new Set(own.values());
  return new Map(
    columns.flatMap(({ name, role }): [string, string][] => {
      const id = own.has(name)
        ? (own.get(name) ?? null)
        : taken.has(role)
          ? null
          : role;
      return id === null ? [] : [[name, id]];
    }),
  );
}

/** @param text "train/loss=loss"; a name may have "=" in it, what it is has none */
function roleSaid(
  columns: CurveSurvey["columns"],
  text: string,
): [name: string, role: string | null] {
  const place = text.lastIndexOf("=");
  const name = text.slice(0, place);
  const what = text.slice(place + 1).trim();
  if (place < 1)
    throw misuse(
      `--column: “${shown(text)}” must be a column and what it is, such as train/loss=loss.`,
    );
  if (!columns.some((one) => one.name === name))
    throw misuse(
      `--column: there is no column “${shown(name)}”; there are: ${columns.map((one) => shown(one.name)).join(", ")}.`,
    );
  if (what === "") return [name, null];
  const role = roleNamed(what);
  if (!role)
    throw misuse(
      `--column: “${shown(what)}” is not a role of a column. The roles are: ${roles.map(({ id }) => id).join(", ")}.`,
    );
  return [name, role.id];
}

/** By the name of the lab, in words, or as other programs say. */
function roleNamed(what: string): Role | undefined {
  const [guess] = guessed([what]);
  return (
    roleOf(what) ??
    roles.find(({ label }) => label.toLowerCase() === what.toLowerCase()) ??
    (guess === null ? undefined : roleOf(guess))
  );
}

function surveyText(
  { format, rows, columns }: CurveSurvey,
  chosen: ReadonlyMap<string, string>,
): string {
  const rest = columns.map(({ name, count, problem }) => {
    const role = roleOf(chosen.get(name) ?? "");
    const values = problem ?? `${grouped(count)} values`;
    return [shown(name), role ? role.label : "left out", values];
  });
  return `${format}, ${grouped(rows)} rows\n${lines(rest)}`;
}
