/** What the program is made of. */
export interface About {
  /** Name and version of what matters when numbers are compared. */
  versions: { name: string; version: string }[];
  /** What is wrong with them, as one or two sentences. */
  warning?: string;
  licences: Licence[];
}

/** A component of the program by another author. */
export interface Licence {
  name: string;
  version: string;
  /** As SPDX names it, where it has a name. */
  licence: string;
  text: string;
}
