import fc from "fast-check";
import { erf } from "../../../../core/tensor/erf";

/** Variables of the formulas made here. */
export const variables = ["x", "y", "z1"];

/** A number with the largest size that stood for a moment on the way to it. */
interface Result {
  value: number;
  largest: number;
}

/** A formula as text, and computed without any of the program's own reading. */
export interface Expression {
  text: string;
  at(point: number[]): Result;
}

/** Where rounding alone makes another value of it, as at the end of acos, there is nothing to compare. */
const steep: Result = { value: Infinity, largest: Infinity };

const made = (value: number, ...parts: Result[]): Result => ({
  value,
  largest: Math.max(Math.abs(value), ...parts.map(({ largest }) => largest)),
});

const constants = fc
  .oneof(
    fc.integer({ min: 0, max: 9 }),
    fc.double({ min: 0.01, max: 20, noNaN: true }),
  )
  .map((value): Expression => ({ text: String(value), at: () => made(value) }));

const variable = fc.nat(variables.length - 1).map((index): Expression => ({
  text: variables[index],
  at: (point) => made(point[index]),
}));

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** Smooth, but for the kinks of the last ones. */
const functions: Record<string, (x: number) => number> = {
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  exp: Math.exp,
  log: Math.log,
  ln: Math.log,
  log10: Math.log10,
  log2: Math.log2,
  sqrt: Math.sqrt,
  sigmoid,
  softplus: (x) => (x > 30 ? x : Math.log1p(Math.exp(x))),
  erf,
  square: (x) => x * x,
  cube: (x) => x * x * x,
  abs: Math.abs,
  relu: (x) => Math.max(x, 0),
};

const operators: Record<string, (a: number, b: number) => number> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
};

/** Everything that formulas are made of, with more parentheses than needed. */
export const expressions: fc.Arbitrary<Expression> = fc.letrec<{
  any: Expression;
}>((tie) => ({
  any: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 3, arbitrary: variable },
    constants,
    {
      weight: 3,
      arbitrary: fc
        .tuple(
          fc.constantFrom(...Object.keys(operators)),
          tie("any"),
          tie("any"),
        )
        .map(([sign, a, b]) =>
          binary(`(${a.text}) ${sign} (${b.text})`, operators[sign], a, b),
        ),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom(...Object.keys(functions)), tie("any"))
        .map(([name, a]) => unary(`${name}(${a.text})`, functions[name], a)),
    },
    fc
      .tuple(tie("any"), fc.integer({ min: -3, max: 4 }))
      .map(([a, power]) =>
        unary(`(${a.text})^(${power})`, (x) => x ** power, a),
      ),
    fc
      .tuple(tie("any"), tie("any"))
      .map(([a, b]) =>
        binary(
          `sqrt((${a.text})^2 + 0.5)^(${b.text})`,
          (x, y) => Math.sqrt(x ** 2 + 0.5) ** y,
          a,
          b,
        ),
      ),
    tie("any").map((a) => unary(`-(${a.text})`, (x) => -x, a)),
    fc
      .tuple(fc.constantFrom("min", "max"), tie("any"), tie("any"))
      .map(([name, a, b]) =>
        binary(
          `${name}(${a.text}, ${b.text})`,
          name === "min" ? Math.min : Math.max,
          a,
          b,
        ),
      ),
  ),
})).any;

function unary(text: string, value: (x: number) => number, a: Expression) {
  const at = (point: number[]) => {
    const inner = a.at(point);
    const result = made(value(inner.value), inner);
    const rounding = 1e-15 * Math.max(1, inner.largest);
    const change = (x: number) => Math.abs(value(x) - result.value);
    const most =
      change(inner.value + rounding) + change(inner.value - rounding);
    return most < 1e-10 * Math.max(1, result.largest)
      ? result
      : made(result.value, result, steep);
  };
  return { text, at };
}

function binary(
  text: string,
  value: (x: number, y: number) => number,
  a: Expression,
  b: Expression,
) {
  const at = (point: number[]) => {
    const [left, right] = [a.at(point), b.at(point)];
    return made(value(left.value, right.value), left, right);
  };
  return { text, at };
}

const fragments = [
  ...["x", "y", "z1", "xy", "pi", "e", "tau", "i", "Infinity", "NaN", "true"],
  ...["+", "-", "*", "/", "^", "**", "(", ")", ",", ".", "=", ";", "!", "%"],
  ...["'", "?", ":", "[", "]", "{", "}", "==", "<", ">", "&", "|", "~", "\\"],
  ...["sin", "max", "min(", "sqrt(", "log(", "f(x)=", "import", "evaluate("],
  ...["constructor", "__proto__", "toString", "cos.constructor", "process"],
  ...["canary(x)", "canary`x`", 'sin.constructor("canary()")()'],
  ...["0", "1", "2", "1e308", "1e400", "1e-400", "0x1F", "0b1", "1.5.2", ".5"],
  ...[" ", "\t", "\n", "\0", "−", "²", "π", "√", "😀", "\ud800", "to", "in"],
  ...["not ", "mod", "x'", "1:2:3", "end", "unit", "5 cm", "x x", "((((((((("],
];

/** Text that looks like a formula now and then. */
export const formulaTexts = fc.oneof(
  fc
    .array(fc.constantFrom(...fragments), { maxLength: 25, size: "max" })
    .map((parts) => parts.join("")),
  fc
    .array(fc.constantFrom(...fragments), { maxLength: 12 })
    .map((p) => p.join(" ")),
  fc.string({ maxLength: 60 }),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc
    .tuple(
      fc.constantFrom(
        "(",
        "-",
        "sin(",
        "x^",
        "x+",
        "2",
        "x ",
        "1/",
        "(-",
        "!",
        "sqrt((",
      ),
      fc.constantFrom(10, 40, 60, 300, 499, 600, 100_000),
      fc.constantFrom("x", "1", "", "y)"),
    )
    .map(([part, times, end]) => part.repeat(times) + end),
);
