/** What a person has chosen to see of the results of several runs. */
export interface ResultsChoice {
  /** Path of the setting on the x axis; null for the first in which the runs differ. */
  x: string | null;
  /** Path of the second setting; null for the second one, "" for none. */
  by: string | null;
  kind: PictureKind | "auto";
  /** Keys of the results, a picture each. */
  shown: string[];
  /** All runs of the archive, or only those compared. */
  whole: boolean;
}

export type PictureKind = "dots" | "map" | "parallel";

export const firstChoice: ResultsChoice = {
  x: null,
  by: null,
  kind: "auto",
  shown: ["crossingStep", "hover", "finalLoss", "finalSharpness"],
  whole: false,
};
