import { usualFormat, type Format } from "../figures/format";

/** Figures of a report: as wide as the text of an A4 page, and the margin in which nothing stands. */
export const paperFormat: Format = { ...usualFormat, width: 180, type: 9 };
