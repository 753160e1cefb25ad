import type { FunctionNode, MathNode } from "mathjs/number";
import { nearest } from "../../text/nearest";
import { refusal } from "./refusal";
import {
  parseFormula,
  refuseTwoReadings,
  type Node,
  type Operator,
} from "./tree";
import { functions } from "../functions";
import { choices, constants, functionNames } from "./names";
import { Tape, type Slot } from "../tape";
import { variableNameProblem } from "./variable-name";

export interface Formula {
  tape: Tape;
  loss: Slot;
  /** The variables that occur in it. */
  used: Set<string>;
}

/**
 * A formula as a tape over the variables, in their order. Powers bind tightest and from the right
 * (−x^2 is −(x^2), x^2^3 is x^(2^3)); 2x and 2(x + y) are products. Where a division meets such a
 * product, as in 1/2x, it is refused, for it could be read in two ways. Throws a LabFailure that
 * says what was found and what is allowed.
 */
export function readFormula(
  text: string,
  variables: readonly string[],
): Formula {
  const reader = new Reader(variables);
  const loss = reader.read(parseFormula(text));
  return { tape: reader.tape, loss, used: reader.used };
}

/** Writes a syntax tree on a tape. What it does not know, it refuses. */
class Reader {
  readonly tape: Tape;
  readonly used = new Set<string>();

  constructor(private readonly variables: readonly string[]) {
    this.tape = new Tape(variables.length);
  }

  read(tree: MathNode): Slot {
    const node = tree as Node;
    switch (node.type) {
      case "ConstantNode":
        return this.#number(node.value);
      case "SymbolNode":
        return this.#name(node.name);
      case "ParenthesisNode":
        return this.read(node.content);
      case "FunctionNode":
        return this.#call(node);
      case "OperatorNode":
        return this.#operation(node);
      default:
        throw refusal(
          `The formula contains "${tree.toString()}", which is not arithmetic.`,
          "Use numbers, variables, + - * / ^ ( ) and functions.",
        );
    }
  }

  #number(value: unknown): Slot {
    // The parser takes true and null for constants too.
    if (typeof value !== "number") return this.#name(String(value));
    if (!Number.isFinite(value))
      throw refusal(
        `The formula contains ${value}. Numbers must be finite, at most about 1.8e308.`,
        "Use a smaller number.",
      );
    return this.tape.constant(value);
  }

  #name(name: string): Slot {
    const index = this.variables.indexOf(name);
    if (index >= 0) {
      this.used.add(name);
      return index;
    }
    const value = constants.get(name);
    if (value !== undefined) return this.tape.constant(value);
    if (functionNames.includes(name))
      throw refusal(
        `${name} is a function and needs an argument in parentheses.`,
        `Write ${name}(${this.variables[0]}), for example.`,
      );
    const known = [...this.variables, ...constants.keys()];
    throw refusal(
      `The formula contains "${name}", which is not a variable of start. The known names are ${known.join(", ")}.`,
      similar(name, known) ??
        (variableNameProblem(name)
          ? "Use one of them."
          : `Add "${name}" to start.`),
    );
  }

  #call({ fn, args }: FunctionNode<MathNode>): Slot {
    const name = fn.toString();
    const one = functions.get(name);
    if (one) {
      if (args.length !== 1)
        throw refusal(
          `${name} takes one argument; it has ${args.length}.`,
          `Write ${name}(${this.variables[0]}), for example.`,
        );
      return this.tape.apply(one, this.read(args[0]));
    }
    const choice = choices.find((known) => known === name);
    if (choice) {
      if (args.length < 2)
        throw refusal(
          `${name} takes at least two arguments; it has ${args.length}.`,
          `Write ${name}(${this.variables[0]}, 1), for example.`,
        );
      return args
        .map((argument) => this.read(argument))
        .reduce((a, b) => this.tape[choice](a, b));
    }
    if (this.variables.includes(name) || constants.has(name))
      throw refusal(
        `${name} is not a function.`,
        `Write ${name}*(…) if a product is meant.`,
      );
    throw refusal(
      `The formula calls "${name}", which is not a function. The functions are ${functionNames.join(", ")}.`,
      similar(name, functionNames) ?? "Use one of them.",
    );
  }

  #operation(node: Operator): Slot {
    const { op } = node;
    refuseTwoReadings(node);
    const [a, b] = node.args.map((argument) => this.read(argument));
    const unary = node.args.length === 1;
    if (unary && op === "-") return this.tape.negate(a);
    if (unary && op === "+") return a;
    if (op === "+") return this.tape.add(a, b);
    if (op === "-") return this.tape.subtract(a, b);
    if (op === "*") return this.tape.multiply(a, b);
    if (op === "/") return this.tape.divide(a, b);
    if (op === "^") return this.tape.power(a, b);
    throw refusal(
      `The formula contains "${op}", which is not an operator. The operators are + - * / ^.`,
      "Use one of them.",
    );
  }
}

/** A name that was probably meant. To one of one or two letters everything is near. */
function similar(name: string, names: string[]): string | undefined {
  const near = nearest(name, names);
  const sameLetters = near?.toLowerCase() === name.toLowerCase();
  if (!near || (Math.min(name.length, near.length) < 3 && !sameLetters)) return;
  return `Did you mean "${near}"?`;
}
