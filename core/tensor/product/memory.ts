import { kernelBytes } from "./kernel";

/** Addresses and strides in bytes, see kernel.wat. */
type Kernel = (
  a: number,
  b: number,
  c: number,
  m: number,
  n: number,
  k: number,
  aRow: number,
  aColumn: number,
  bRow: number,
) => void;

interface WasmMemory {
  buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** The little of WebAssembly that is used; the library of plain TypeScript does not declare it. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object) => {
    exports: { memory: WasmMemory; multiply: Kernel };
  };
};

const module = new WebAssembly.Module(kernelBytes);
const pageBytes = 65536;

/** Bytes of a number. */
export const bytes = 8;

/** The kernel with memory of its own for so many numbers. */
export function kernelFor(numbers: number) {
  const { memory, multiply } = new WebAssembly.Instance(module).exports;
  memory.grow(Math.ceil((numbers * bytes) / pageBytes));
  return { multiply, numbers: new Float64Array(memory.buffer) };
}
