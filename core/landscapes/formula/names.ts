import { functions } from "../functions";

/** The names that formulas know besides their variables. */
export const constants: ReadonlyMap<string, number> = new Map([
  ["pi", Math.PI],
  ["e", Math.E],
  ["tau", 2 * Math.PI],
]);

/** Functions of two or more arguments, with kinks where arguments are equal. */
export const choices = ["min", "max"] as const;

export const functionNames = [...functions.keys(), ...choices];
