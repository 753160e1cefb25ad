import type { z } from "zod";
import { csvFields, type CsvSpec } from "./csv/fields";
import { loadTable } from "./csv/load";
import { choices } from "./csv/roles";
import { defineSource } from "./definition";
import { fileName } from "../text/file-name";

/** Rows of a text file, see docs/data-files.md. */
export const csv = defineSource({
  name: "csv",
  label: "CSV file",
  synonyms: ["table", "tsv"],
  summary: "A table of your own",
  contents:
    "Rows of a text file. The lab finds separator, decimal sign and header, or asks for them.",
  fields: csvFields,
  check,
  first: {},
  files: { path: { pattern: /\.(csv|tsv|txt)$/ } },
  table: choices,
  droppable: "a table (.csv)",
  describe: ({ path }) => `The table ${path}`,
  inSentence: ({ path }) => `rows of ${fileName(path)}`,
  targetNumbers: ({ targetKind, target }) =>
    targetKind === "class" ? null : Array.isArray(target) ? target.length : 1,
  unused: ({ targetKind, standardizeTarget }) =>
    targetKind === "class" && !standardizeTarget ? ["standardizeTarget"] : [],
  load: loadTable,
});

function check(spec: CsvSpec, context: z.RefinementCtx) {
  const refuse = (key: string, message: string, suggestion: string) =>
    context.addIssue({
      code: "custom",
      path: [key],
      message,
      params: { suggestion },
    });
  if (spec.header === false)
    for (const key of ["target", "inputs", "ignore", "oneHot"] as const)
      if ([spec[key] ?? []].flat().some((one) => typeof one === "string"))
        refuse(
          key,
          `${key === "target" ? "Target" : "Each column"} must be the number of a column, from 1, where the file has no header.`,
          'Give the number of the column, or set "header": true.',
        );
  if (spec.targetKind !== "class") return;
  if (Array.isArray(spec.target) && spec.target.length > 1)
    refuse(
      "target",
      "Several targets must be numbers; classes are one column.",
      'Name one column, or set "targetKind": "number".',
    );
  if (spec.standardizeTarget)
    refuse(
      "standardizeTarget",
      'standardizeTarget needs targets that are numbers, and targetKind is "class".',
      'Set "standardizeTarget": false, or "targetKind": "number".',
    );
}
