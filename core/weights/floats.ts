/** Types of floating-point numbers by the names of safetensors; each of them is exact in float64. */
interface FloatType {
  bytes: number;
  read(bytes: Uint8Array): Float64Array;
}

const type = (
  bytes: number,
  read: (view: DataView, place: number) => number,
): FloatType => ({
  bytes,
  read(data) {
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const values = new Float64Array(data.length / bytes);
    for (let i = 0; i < values.length; i++) values[i] = read(view, i * bytes);
    return values;
  },
});

export const floats: Readonly<Record<string, FloatType>> = {
  F64: type(8, (view, place) => view.getFloat64(place, true)),
  F32: type(4, (view, place) => view.getFloat32(place, true)),
  F16: type(2, (view, place) => half(view.getUint16(place, true))),
  BF16: type(2, (view, place) => upperHalf(view.getUint16(place, true))),
};

/** 2^−24 */
const leastHalf = 1 / 16_777_216;

/** IEEE binary16: a sign, five bits of the exponent, ten of the fraction. */
function half(bits: number): number {
  const sign = bits & 0x8000;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return (sign === 0 ? 1 : -1) * fraction * leastHalf;
  // A float32 has the exponent in eight bits, and 127 in the place of 15.
  const wide = exponent === 31 ? 255 : exponent + 112;
  return float32(sign * 0x10000 + wide * 0x800000 + fraction * 0x2000);
}

/** The upper half of a float32. */
function upperHalf(bits: number): number {
  return float32(bits * 0x10000);
}

function float32(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits);
  return view.getFloat32(0);
}
