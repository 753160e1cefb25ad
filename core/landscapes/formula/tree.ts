import {
  create,
  parseDependencies,
  type ConstantNode,
  type FunctionNode,
  type MathNode,
  type OperatorNode,
  type ParenthesisNode,
  type SymbolNode,
} from "mathjs/number";
import { refusal } from "./refusal";
import { checkText } from "./text";

/** mathjs reads the text; its own evaluator is never run. */
const { parse } = create(parseDependencies);

/** An operator with its one or two operands; `implicit` where a product has no sign. */
export type Operator = Omit<OperatorNode, "op"> & { op: string };

/** What formulas are made of; the parser knows other nodes, too. */
export type Node =
  | ConstantNode
  | SymbolNode
  | ParenthesisNode
  | FunctionNode<MathNode>
  | Operator;

/** The syntax tree of a formula; throws a LabFailure where it cannot be read. */
export function parseFormula(text: string): MathNode {
  checkText(text);
  try {
    return parse(text);
  } catch (thrown) {
    const { char } = thrown as { char?: number };
    if (char === undefined || char > text.length)
      throw refusal("The formula ends too early.", "Complete it.");
    throw refusal(
      `The formula cannot be read at character ${char}, "${text.slice(char - 1, char + 9)}".`,
      "Check whether an operator, a number or a comma is missing or superfluous.",
    );
  }
}

/** Refuses p/q r, a division beside a product without a sign. */
export function refuseTwoReadings({ op, args, implicit }: Operator) {
  const [left, right] = args as Node[];
  let parts: MathNode[];
  if (implicit && isOperator(left, "/")) parts = [...left.args, right];
  else if (op === "/" && isOperator(right, "*") && right.implicit)
    parts = [left, ...right.args];
  else return;
  const [p, q, r] = parts.map((part) => part.toString());
  throw refusal(
    `"${p}/${q} ${r}" can be read in two ways.`,
    `Write (${p}/${q})*${r} or ${p}/(${q}*${r}).`,
  );
}

function isOperator(node: Node, op: string): node is Operator {
  return node.type === "OperatorNode" && node.op === op;
}
