/** The kernel's bytes are made from its text; `npx vitest run --project core kernel -u` makes them again. */
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import loadWabt from "wabt";

test("kernel.ts is what kernel.wat assembles to", async () => {
  const wabt = await loadWabt();
  const text = await readFile("core/tensor/product/kernel.wat", "utf8");
  const module = wabt.parseWat("kernel.wat", text, { simd: true });
  module.validate();
  const { buffer } = module.toBinary({});
  module.destroy();
  const hex = Buffer.from(buffer).toString("hex");
  const lines = hex.match(/.{1,64}/g) ?? [];
  await expect(
    `/** Assembled from kernel.wat by tests/core/tensor/kernel.test.ts. */
const hex =
${lines.map((line) => `  "${line}"`).join(" +\n")};

export const kernelBytes = Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
  parseInt(hex.slice(2 * i, 2 * i + 2), 16),
);
`,
  ).toMatchFileSnapshot("../../../core/tensor/product/kernel.ts");
});
