import { limits } from "../../schema/fields";
import { refusal } from "./refusal";
import { grouped } from "../../text/grouped";

/** Parentheses inside parentheses, so that no formula exhausts the parser's stack. */
const maxDepth = 50;

const foreign = /[^A-Za-z0-9_ \t.+\-*/^(),]/u;

const advice: Record<string, string> = {
  "=": "Write only the expression: its value is the loss.",
  "[": "Use ( and ).",
  "]": "Use ( and ).",
  "{": "Use ( and ).",
  "}": "Use ( and ).",
  "²": "Write ^2.",
  "³": "Write ^3.",
  "−": "Write - for minus.",
  "–": "Write - for minus.",
  "·": "Write * for times.",
  "×": "Write * for times.",
  "÷": "Write / for divided by.",
  π: "Write pi.",
  "√": "Write sqrt(…).",
  "|": "Write abs(…).",
  "\n": "Write it on one line.",
};

/**
 * Refuses what is not arithmetic before any parser sees it: characters beyond letters, digits and
 * + − * / ^ ( ) , and formulas too long or too deep.
 */
export function checkText(text: string) {
  if (text.length > limits.formulaLength)
    throw refusal(
      `The formula may have at most ${limits.formulaLength} characters; it has ${grouped(text.length)}.`,
      "Shorten it.",
    );
  if (text.trim() === "")
    throw refusal("The formula must not be empty.", "Write x^2, for example.");
  const character = foreign.exec(text)?.[0];
  if (character !== undefined)
    throw refusal(
      `The formula contains ${JSON.stringify(character)}. Allowed are numbers, names, + - * / ^ ( ) and commas.`,
      advice[character] ?? "Remove it.",
    );
  if (text.includes("**"))
    throw refusal('The formula contains "**".', "Write ^ for a power.");
  const prefixed = /(?<![\w.])0[xbo]\w*/i.exec(text);
  if (prefixed)
    throw refusal(
      `The formula contains "${prefixed[0]}". Numbers are decimal.`,
      `Write 0*${prefixed[0].slice(1)} if a product is meant.`,
    );
  const dotted = /[A-Za-z_]\w*\s*\./.exec(text);
  if (dotted)
    throw refusal(
      `The formula contains "${dotted[0]}". A point is allowed only in a number.`,
      "Write * for times.",
    );
  checkParentheses(text);
}

function checkParentheses(text: string) {
  let depth = 0;
  for (const [i, character] of [...text].entries()) {
    if (character === "(") depth++;
    if (character === ")") depth--;
    if (depth > maxDepth)
      throw refusal(
        `Parentheses in a formula may be nested at most ${maxDepth} deep.`,
        "Simplify it.",
      );
    if (depth < 0)
      throw refusal(
        `The formula closes a parenthesis at character ${i + 1} that it never opened.`,
        "Remove that ) or add a ( before it.",
      );
  }
  if (depth > 0)
    throw refusal(
      `The formula leaves ${depth === 1 ? "a parenthesis" : `${depth} parentheses`} open.`,
      `Add ${")".repeat(depth)} at the end, for example.`,
    );
}
