/** What choices are called on screen. */
import type { Definition } from "../../../core/schema/definition";

/** The kinds of a list as the options of a choice. */
export const optionsOf = (list: readonly Definition[]) =>
  list.map(({ name, label }) => ({ value: name, label }));
