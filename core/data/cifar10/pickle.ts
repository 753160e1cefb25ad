/**
 * Reads what Python batches of CIFAR-10 hold. A pickle is a program: this reader knows the instructions for numbers,
 * texts, bytes, lists, dicts and NumPy arrays, and refuses every other one. Nothing is looked up or called.
 */

/** Something of Python that the pickle names, e.g. "numpy.dtype". */
class Named {
  constructor(readonly name: string) {}
}

/** What the pickle would make by a call; the call is noted and not made. */
export class Made {
  state: Value = null;
  constructor(
    readonly by: string,
    readonly args: Value,
  ) {}
}

/** Lists and tuples are arrays; texts and bytes are bytes. */
export type Value =
  | null
  | boolean
  | number
  | Uint8Array
  | Value[]
  | Map<string, Value>
  | Named
  | Made;

/** Why a pickle is not read: the rest of a sentence that begins with its name. */
export class PickleProblem extends Error {}

/** A batch of 10,000 images has about 80,000. */
const mostInstructions = 2_000_000;

const allowed = new Set([
  "numpy.ndarray",
  "numpy.dtype",
  "numpy.core.multiarray._reconstruct",
  "numpy._core.multiarray._reconstruct",
]);

/** @throws PickleProblem */
export function readPickle(bytes: Uint8Array): Value {
  return new Reader(bytes).run();
}

class Reader {
  #at = 0;
  readonly #stack: Value[] = [];
  /** How high the stack was at each mark. */
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, Value>();
  readonly #view: DataView;

  constructor(readonly bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  run(): Value {
    for (let count = 0; count < mostInstructions; count++) {
      const place = this.#at;
      const code = this.#byte();
      const instruction = String.fromCharCode(code);
      if (instruction === ".") return this.#pop();
      const act = this.#instructions[instruction];
      if (!act)
        throw new PickleProblem(
          `has the instruction ${code} at byte ${place}, which a CIFAR-10 batch does not need`,
        );
      act();
    }
    throw new PickleProblem("has more instructions than a CIFAR-10 batch");
  }

  readonly #instructions: Readonly<Record<string, (() => void) | undefined>> = {
    // Protocol and frames.
    "\x80": () => void this.#byte(),
    "\x95": () => void this.#take(8),
    N: () => this.#push(null),
    "\x88": () => this.#push(true),
    "\x89": () => this.#push(false),
    K: () => this.#push(this.#byte()),
    M: () => this.#push(this.#number(2)),
    J: () => this.#push(this.#number(4) | 0),
    // Texts and bytes with a length of one or four bytes.
    U: () => this.#push(this.#take(this.#byte())),
    C: () => this.#push(this.#take(this.#byte())),
    "\x8c": () => this.#push(this.#take(this.#byte())),
    T: () => this.#push(this.#take(this.#number(4))),
    B: () => this.#push(this.#take(this.#number(4))),
    X: () => this.#push(this.#take(this.#number(4))),
    // Lists, tuples and dicts.
    "(": () => void this.#marks.push(this.#stack.length),
    "]": () => this.#push([]),
    ")": () => this.#push([]),
    "}": () => this.#push(new Map()),
    t: () => this.#push(this.#marked()),
    "\x85": () => this.#push(this.#last(1)),
    "\x86": () => this.#push(this.#last(2)),
    "\x87": () => this.#push(this.#last(3)),
    a: () => this.#append(this.#last(1)),
    e: () => this.#append(this.#marked()),
    s: () => this.#setItems(this.#last(2)),
    u: () => this.#setItems(this.#marked()),
    // The memo.
    q: () => void this.#memo.set(this.#byte(), this.#top()),
    r: () => void this.#memo.set(this.#number(4), this.#top()),
    "\x94": () => void this.#memo.set(this.#memo.size, this.#top()),
    h: () => this.#push(this.#kept(this.#byte())),
    j: () => this.#push(this.#kept(this.#number(4))),
    // Arrays.
    c: () => this.#name(this.#line(), this.#line()),
    "\x93": () => {
      const [module, name] = this.#last(2);
      this.#name(textOf(module), textOf(name));
    },
    R: () => {
      const [by, args] = this.#last(2);
      if (!(by instanceof Named)) throw damaged();
      this.#push(new Made(by.name, args));
    },
    b: () => {
      const [state] = this.#last(1);
      const made = this.#top();
      if (!(made instanceof Made)) throw damaged();
      made.state = state;
    },
  };

  #byte(): number {
    return this.#take(1)[0];
  }

  #number(size: 2 | 4): number {
    const at = this.#at;
    this.#take(size);
    return size === 2
      ? this.#view.getUint16(at, true)
      : this.#view.getUint32(at, true);
  }

  #take(length: number): Uint8Array {
    const end = this.#at + length;
    if (end > this.bytes.length)
      throw new PickleProblem("ends too early: the file is cut short");
    const taken = this.bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  #line(): string {
    const end = this.bytes.indexOf(10, this.#at);
    if (end < 0 || end - this.#at > 200) throw damaged();
    const line = textOf(this.#take(end - this.#at));
    this.#take(1);
    return line;
  }

  #name(module: string, name: string) {
    const whole = `${module}.${name}`;
    if (!allowed.has(whole))
      throw new PickleProblem(
        `asks for ${whole.slice(0, 80)}, which a CIFAR-10 batch does not need; nothing in the file was run`,
      );
    this.#push(new Named(whole));
  }

  #push(value: Value) {
    this.#stack.push(value);
  }

  #top(): Value {
    const top = this.#stack.at(-1);
    if (top === undefined) throw damaged();
    return top;
  }

  #pop(): Value {
    return this.#last(1)[0];
  }

  #last(count: number): Value[] {
    const from = this.#stack.length - count;
    if (from < (this.#marks.at(-1) ?? 0)) throw damaged();
    return this.#stack.splice(from);
  }

  /** What stands above the last mark. */
  #marked(): Value[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw damaged();
    return this.#stack.splice(mark);
  }

  #append(values: Value[]) {
    const list = this.#top();
    if (!Array.isArray(list)) throw damaged();
    for (const value of values) list.push(value);
  }

  #setItems(values: Value[]) {
    const dict = this.#top();
    if (!(dict instanceof Map) || values.length % 2 === 1) throw damaged();
    for (let i = 0; i < values.length; i += 2)
      dict.set(textOf(values[i]), values[i + 1]);
  }

  #kept(key: number): Value {
    const value = this.#memo.get(key);
    if (value === undefined) throw damaged();
    return value;
  }
}

export function textOf(value: Value): string {
  if (!(value instanceof Uint8Array) || value.length > 200) throw damaged();
  return String.fromCharCode(...value);
}

function damaged() {
  return new PickleProblem(
    "is damaged: its instructions contradict each other",
  );
}
