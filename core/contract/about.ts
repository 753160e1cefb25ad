/** What the program is made of. */
export interface About {
  /** Name and version of what matters when numbers are compared. */
  versions: { name: string; version: string }[];
  licences: Licence[];
}

/** What somebody else made and the program contains. */
export interface Licence {
  name: string;
  version: string;
  /** As SPDX names it, where it has a name. */
  licence: string;
  text: string;
}
