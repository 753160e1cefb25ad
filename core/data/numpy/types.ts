/** The types of elements that NumPy writes, by the letter and the size that its header gives. */

export interface ElementType {
  bytes: number;
  isWhole: boolean;
  read(view: DataView, place: number, isLittle: boolean): number;
}

type Read = ElementType["read"];
const whole = (bytes: number, read: Read) => ({ bytes, isWhole: true, read });
const real = (bytes: number, read: Read) => ({ bytes, isWhole: false, read });

const types: Readonly<Record<string, ElementType>> = {
  b1: whole(1, (view, i) => view.getUint8(i)),
  u1: whole(1, (view, i) => view.getUint8(i)),
  i1: whole(1, (view, i) => view.getInt8(i)),
  u2: whole(2, (view, i, little) => view.getUint16(i, little)),
  i2: whole(2, (view, i, little) => view.getInt16(i, little)),
  u4: whole(4, (view, i, little) => view.getUint32(i, little)),
  i4: whole(4, (view, i, little) => view.getInt32(i, little)),
  u8: whole(8, (view, i, little) => Number(view.getBigUint64(i, little))),
  i8: whole(8, (view, i, little) => Number(view.getBigInt64(i, little))),
  f4: real(4, (view, i, little) => view.getFloat32(i, little)),
  f8: real(8, (view, i, little) => view.getFloat64(i, little)),
};

/** @param descr such as "<f8"; null where its elements are no numbers or of a type without a counterpart */
export function elementType(descr: string) {
  const [, order, name] = /^([<>|=])(.*)$/.exec(descr) ?? [];
  if (name === undefined || !Object.hasOwn(types, name)) return null;
  return { element: types[name], isLittle: order !== ">" };
}

const save = (type: string) => `Save array.astype("${type}").`;

const others: Readonly<Record<string, { problem: string; hint: string }>> = {
  O: {
    problem: "Python objects, which the lab never loads",
    hint: save("float64"),
  },
  "[": {
    problem: "records of several fields",
    hint: "Save the fields as arrays of their own.",
  },
  c: {
    problem: "complex numbers",
    hint: "Save their real and imaginary parts as two columns.",
  },
  f: {
    problem: "floating-point numbers of a size that the lab does not support",
    hint: save("float32"),
  },
  U: { problem: "texts", hint: "Number the classes and save whole numbers." },
  S: { problem: "texts", hint: "Number the classes and save whole numbers." },
  M: { problem: "dates", hint: save("float64") },
  m: { problem: "durations", hint: save("float64") },
};

/** Why elements of a type are not read, and what to do. */
export function typeProblem(descr: string) {
  const letter = descr.replace(/^[<>|=]/, "")[0] ?? "";
  return (
    others[letter] ?? {
      problem: `elements of the unknown type ${descr}`,
      hint: save("float64"),
    }
  );
}
