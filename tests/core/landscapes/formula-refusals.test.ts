import { evaluate } from "mathjs/number";
import { describe, expect, test } from "vitest";
import { LabFailure, type FieldError } from "../../../core/errors";
import { readFormula } from "../../../core/landscapes/formula/read";
import { functionNames } from "../../../core/landscapes/formula/names";
import { TapeObjective } from "../../../core/landscapes/tape-objective";
import { createRandom } from "../../../core/random";

/** The refusal of a formula in x and y, or null where it is accepted. */
function refusal(text: string): FieldError | null {
  try {
    readFormula(text, ["x", "y"]);
    return null;
  } catch (thrown) {
    // Anything else would be a fault of the program.
    if (!(thrown instanceof LabFailure)) throw thrown;
    const { fields } = thrown.error;
    expect(fields).toHaveLength(1);
    return fields?.[0] ?? null;
  }
}

const refused: [text: string, message: RegExp, suggestion: RegExp][] = [
  // Not arithmetic.
  ["x = 1", /contains "="\. Allowed are numbers/, /Write only the expression/],
  ["f(x) = x^2", /contains "="/, /Write only the expression/],
  ["x == y", /contains "="/, /Write only the expression/],
  ["x < y", /contains "<"/, /Remove/],
  ["x > y ? 1 : 2", /contains ">"/, /Remove/],
  ["x; y", /contains ";"/, /Remove/],
  ["x\ny", /contains "\\n"/, /one line/],
  ["x # comment", /contains "#"/, /Remove/],
  ["[x, y]", /contains "\["/, /Use \( and \)/],
  ["{a: x}", /contains "{"/, /Use \( and \)/],
  ["'text'", /contains "'"/, /Remove/],
  ['"text"', /contains "\\""/, /Remove/],
  ["`x`", /contains "`"/, /Remove/],
  ["x!", /contains "!"/, /Remove/],
  ["5 % x", /contains "%"/, /Remove/],
  ["x | y", /contains "\|"/, /abs/],
  ["~x", /contains "~"/, /Remove/],
  ["$x", /contains "\$"/, /Remove/],
  ["x\\y", /contains "\\\\"/, /Remove/],
  ["1:3", /contains ":"/, /Remove/],
  ["x²", /contains "²"/, /\^2/],
  ["π*x", /contains "π"/, /pi/],
  ["x − y", /contains "−"/, /- for minus/],
  ["x × y", /contains "×"/, /\* for times/],
  ["😀", /contains "😀"/, /Remove/],
  ["x ** 2", /contains "\*\*"/, /\^ for a power/],
  // Properties, and everything that leads out of arithmetic.
  ["x.y", /contains "x\."\. A point/, /\* for times/],
  ["x.constructor", /contains "x\."/, /\*/],
  ["x . y", /contains "x \."/, /\*/],
  ["x.^2", /contains "x\."/, /\*/],
  ["constructor(x)", /calls "constructor"/, /Use one of them/],
  ["__proto__", /contains "__proto__"/, /Use one of them/],
  ["toString()", /calls "toString"/, /Use one of them/],
  ["eval(x)", /calls "eval"/, /Use one of them/],
  ["import(x)", /calls "import"/, /Use one of them/],
  ["derivative(x)", /calls "derivative"/, /Use one of them/],
  ["random()", /calls "random"/, /Use one of them/],
  // Names.
  [
    "x + z",
    /contains "z", which is not a variable .* x, y, pi, e, tau/,
    /Add "z"/,
  ],
  ["sine(x)", /calls "sine".* functions are sin, cos/, /Did you mean "sin"/],
  ["sigmoind(x)", /calls "sigmoind"/, /Did you mean "sigmoid"/],
  ["2 cm", /contains "cm"/, /Add "cm" to start/],
  ["true", /contains "true"/, /Use one of them/],
  ["null + x", /contains "null"/, /Use one of them/],
  ["undefined", /contains "undefined"/, /Use one of them/],
  ["end", /contains "end"/, /Use one of them/],
  ["X + y", /contains "X"/, /Did you mean "x"/],
  ["PI*x", /contains "PI"/, /Did you mean "pi"/],
  ["x mod 2", /contains "mod", which is not an operator/, /Use one of them/],
  ["x and y", /contains "and", which is not an operator/, /Use one/],
  ["not x", /contains "not", which is not an operator/, /Use one/],
  ["x to y", /contains "to", which is not an operator/, /Use one/],
  ["x in y", /contains "in", which is not an operator/, /Use one/],
  // Functions without their arguments.
  ["sin", /sin is a function/, /sin\(x\)/],
  ["sin x", /sin is a function/, /sin\(x\)/],
  ["sin^2(x)", /sin is a function/, /sin\(x\)/],
  ["sin()", /sin takes one argument; it has 0/, /sin\(x\)/],
  ["sin(x, y)", /sin takes one argument; it has 2/, /sin\(x\)/],
  ["max(x)", /max takes at least two arguments; it has 1/, /max\(x, 1\)/],
  ["x(y + 1)", /x is not a function/, /x\*/],
  ["pi(x)", /pi is not a function/, /pi\*/],
  // Two readings.
  ["1/2x", /"1\/2 x" can be read in two ways/, /\(1\/2\)\*x or 1\/\(2\*x\)/],
  ["x/2y", /"x\/2 y" can be read in two ways/, /\(x\/2\)\*y or x\/\(2\*y\)/],
  ["-1/2 x^2", /two ways/, /\(-1\/2\)\*x \^ 2/],
  ["1/2 sin(x)", /two ways/, /\(1\/2\)\*sin\(x\)/],
  ["x/(2)y", /two ways/, /x\/\(\(2\)\*y\)/],
  // Numbers.
  ["1e400", /contains Infinity\. Numbers must be finite/, /smaller/],
  ["Infinity*x", /contains Infinity/, /smaller/],
  ["NaN", /contains NaN/, /smaller/],
  ["0x10", /contains "0x10"\. Numbers are decimal/, /0\*x10/],
  ["0b11", /contains "0b11"/, /0\*b11/],
  ["1.2.3", /cannot be read at character 4, "\.3"/, /missing or superfluous/],
  ["1,5", /cannot be read at character 2, ",5"/, /missing or superfluous/],
  ["2 3", /cannot be read at character 3, "3"/, /missing or superfluous/],
  // Unfinished.
  ["", /must not be empty/, /x\^2/],
  ["   ", /must not be empty/, /x\^2/],
  ["x +", /ends too early/, /Complete/],
  ["x*/y", /cannot be read at character 3, "\/y"/, /missing or superfluous/],
  ["(x", /leaves a parenthesis open/, /Add \)/],
  ["((x", /leaves 2 parentheses open/, /Add \)\)/],
  ["x)", /closes a parenthesis at character 2/, /Remove/],
  ["()", /cannot be read at character 2/, /missing or superfluous/],
  // Too much.
  ["(".repeat(10_000), /at most 500 characters; it has 10,000/, /Shorten/],
  [`${"(".repeat(60)}x${")".repeat(60)}`, /nested at most 50 deep/, /Simplify/],
  [`${"sin(".repeat(99)}x${")".repeat(99)}`, /nested at most 50/, /Simplify/],
  ["x+".repeat(300), /at most 500 characters; it has 600/, /Shorten/],
];

describe("refused", () => {
  test.each(refused)("%j", (text, message, suggestion) => {
    const field = refusal(text);
    expect(field?.path).toBe("model.formula");
    expect(field?.message).toMatch(message);
    expect(field?.message).toMatch(/^.+\.$/);
    expect(field?.suggestion).toMatch(suggestion);
  });
});

describe("accepted, though long", () => {
  test.each([
    ["-".repeat(499) + "x"],
    ["x^".repeat(249) + "x"],
    ["x+".repeat(249) + "x"],
    ["2^".repeat(249) + "2"],
    ["2".repeat(300)],
    ["(".repeat(50) + "x" + ")".repeat(50)],
    ["x ".repeat(250)],
  ])("%s", (text) => {
    expect(refusal(text)).toBeNull();
  });
});

test("nothing a formula says is ever run", () => {
  const before = Object.getOwnPropertyNames(Object.prototype);
  for (const text of [
    "constructor.constructor('globalThis.hacked = 1')()",
    "cos.constructor(1)",
    "import(x)",
    "evaluate(x)",
    "createUnit(x)",
    "__proto__(x)",
    "hasOwnProperty(x)",
  ])
    expect(refusal(text)).not.toBeNull();
  expect(globalThis).not.toHaveProperty("hacked");
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
});

/** A random string of pieces that formulas, and attacks on their parsers, are made of. */
const pieces = [
  ..."x y z 2 0.5 1e3 1e999 . , ( ) ( ) + - * / ^ ** = == ! % ' \" [ ] { } ; : ? | & < > # ~ @ $ \\ π ² 0x 0b".split(
    " ",
  ),
  ..."pi e tau i mod to in and or not end true null Infinity NaN constructor __proto__ toString".split(
    " ",
  ),
  ...functionNames,
  ...functionNames.map((name) => `${name}(`),
  " ",
  "\n",
  "\u0000",
  "\u00a0",
  "\ud800",
];

const arithmetic = pieces.filter((piece) => /^[\w.+\-*/^(),]+$/.test(piece));

function* randomStrings(count: number) {
  const random = createRandom(2024);
  const pick = <T>(list: readonly T[]) =>
    list[Math.floor(random.uniform() * list.length)];
  for (let i = 0; i < count; i++) {
    const alphabet = i % 4 === 0 ? pieces : arithmetic;
    const length = 1 + Math.floor(random.uniform() ** 2 * 40);
    const parts = Array.from({ length }, () => pick(alphabet));
    const text = parts.join(i % 2 ? " " : "");
    // Closing what is open gets further into the parser.
    const open = text.split("(").length - text.split(")").length;
    yield i % 3 === 0 && open > 0 ? `${text}x${")".repeat(open)}` : text;
  }
}

test("random strings are read or refused in words, and fast", () => {
  const started = performance.now();
  let accepted = 0;
  for (const text of randomStrings(20_000)) {
    const field = refusal(text);
    if (field) expect(field.message).toMatch(/\.$/);
    else accepted++;
  }
  expect(accepted).toBeGreaterThan(100);
  // Around 1 s here; a parser that backtracks would take hours.
  expect(performance.now() - started).toBeLessThan(40_000);
});

test("what is read has the value that the parser's own program gives it", () => {
  const [x, y] = [0.7, 1.3];
  const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
  const scope = {
    x,
    y,
    sigmoid,
    ln: Math.log,
    relu: (z: number) => Math.max(z, 0),
    softplus: (z: number) =>
      Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))),
  };
  let compared = 0;
  for (const text of randomStrings(10_000)) {
    if (refusal(text)) continue;
    const { tape, loss } = readFormula(text, ["x", "y"]);
    const at = Float64Array.of(x, y);
    const value = new TapeObjective(tape, loss).evaluate(at, at.slice());
    const wanted = evaluate(text, scope) as number;
    compared++;
    if (Number.isFinite(wanted))
      // A few roundings of the numbers that go in.
      expect(Math.abs(value - wanted), text).toBeLessThanOrEqual(
        1e-12 * Math.max(1, Math.abs(wanted)),
      );
    else expect(value, text).toBe(wanted);
  }
  expect(compared).toBeGreaterThan(100);
});
