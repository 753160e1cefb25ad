import { constants, functionNames } from "./names";

const maxLength = 20;

/** Words that the grammar of formulas keeps for itself. */
const reserved = new Set([
  ..."and or xor not mod to in end true false null undefined NaN Infinity".split(
    " ",
  ),
  ...constants.keys(),
  ...functionNames,
]);

/** Why a variable of a formula cannot have this name, and what to do; null where it can. */
export function variableNameProblem(name: string) {
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name) || name.length > maxLength)
    return {
      message: `The name of a variable must begin with a letter and have at most ${maxLength} letters, digits and underscores.`,
      suggestion: "Name it x, for example.",
    };
  if (reserved.has(name))
    return {
      message: `"${name}" has a fixed meaning in formulas and cannot be a variable.`,
      suggestion: `Name it ${name}1, for example.`,
    };
  return null;
}
