import type { FileFilter } from "electron";
import type {
  ExportKind,
  OpenKind,
  SaveRequest,
} from "../../core/contract/files";
import type { Dialogs } from "./dialogs";
import { writeWhole } from "./write-whole";

/** What is written for other programs, besides what the window may save. */
type SaveKind = SaveRequest["kind"] | ExportKind | "edgelab";

/** Saves a file where a person wants it. @returns its path, or null when they want it nowhere */
export async function saveFile(
  dialogs: Dialogs,
  { name, kind, data }: SaveRequest,
): Promise<string | null> {
  const path = await askWhere(dialogs, name, kind);
  if (path !== null) await writeWhole(path, data);
  return path;
}

/** @returns the path that a person chose, or null when they chose none */
export function askWhere(
  dialogs: Dialogs,
  name: string,
  kind: SaveKind,
): Promise<string | null> {
  return dialogs.save(fileName(name, kind), [saved[kind]]);
}

/** @returns the paths that a person chose; none when they chose none */
export function openFiles(dialogs: Dialogs, kind: OpenKind): Promise<string[]> {
  const { filters, several } = opened[kind];
  return dialogs.open([...filters, all], several);
}

/** A name that every file system takes, with the ending of its kind. */
export function fileName(name: string, kind: SaveKind): string {
  const stem = withoutEnding(name, kind)
    // Characters that Windows keeps for itself; a slash would name a folder.
    .replace(/[\\/:*?"<>|\p{Cc}]/gu, "-")
    // A leading dot would hide it, and Windows drops dots and blanks at the end.
    .replace(/^[.\s]+|[.\s]+$/g, "")
    .slice(0, 100);
  return `${stem || "edge-lab"}.${kind}`;
}

/** "a.json" and "a.edgelab.json" alike become "a" where the ending is "edgelab.json". */
function withoutEnding(name: string, ending: string): string {
  return ending
    .split(".")
    .reduceRight(
      (rest, part) => rest.replace(RegExp(`\\.${part}$`, "i"), ""),
      name,
    );
}

const all: FileFilter = { name: "All files", extensions: ["*"] };
const json: FileFilter = { name: "JSON", extensions: ["json"] };
/** A name without an ending gets the first of these. */
const labFiles: FileFilter = {
  name: "Files of Edge Lab",
  extensions: ["edgelab", "json"],
};

const saved: Record<SaveKind, FileFilter> = {
  csv: { name: "Table (CSV)", extensions: ["csv"] },
  json,
  edgelab: labFiles,
  // Dialogs know no ending of two parts.
  "edgelab.json": json,
  png: { name: "Picture (PNG)", extensions: ["png"] },
  svg: { name: "Drawing (SVG)", extensions: ["svg"] },
  pdf: { name: "Document (PDF)", extensions: ["pdf"] },
  gif: { name: "Animation (GIF)", extensions: ["gif"] },
  npz: { name: "Arrays (NumPy)", extensions: ["npz"] },
  py: { name: "Script (Python)", extensions: ["py"] },
  parquet: { name: "Table (Parquet)", extensions: ["parquet"] },
};

const opened: Record<OpenKind, { filters: FileFilter[]; several: boolean }> = {
  experiment: { filters: [labFiles], several: false },
  capsule: { filters: [labFiles], several: true },
  // The files of IDX and CIFAR-10 have endings of all kinds, or none.
  data: { filters: [], several: true },
  curves: {
    filters: [
      {
        name: "Curves (CSV, JSON)",
        extensions: ["csv", "tsv", "json", "jsonl"],
      },
    ],
    several: true,
  },
  weights: {
    filters: [{ name: "Weights", extensions: ["npz", "npy", "safetensors"] }],
    several: false,
  },
};

/** Saves what is printed as a PDF, as saveFile does; nothing is printed when the person wants it nowhere. */
export async function savePrinted(
  dialogs: Dialogs,
  name: string,
  print: () => Promise<Uint8Array>,
): Promise<string | null> {
  const path = await askWhere(dialogs, name, "pdf");
  if (path !== null) await writeWhole(path, await print());
  return path;
}
