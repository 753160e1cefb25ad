import { expect, it } from "vitest";
import { Toasts } from "../../../renderer/lib/toasts.svelte";
import { Exchange } from "../../../renderer/screens/archive/Exchange.svelte";
import { fakeLab, rowOf, run } from "../fake-lab";

const detail = run({
  id: 7,
  name: "Edge",
  columns: {
    steps: ["step", "loss"],
    spectrum: [],
    test: [],
    batch: [],
    batchSteps: [],
  },
});
const row = rowOf(detail);

function exchangeOf() {
  const fake = fakeLab();
  fake.answer("runs.open", () => detail);
  fake.answer("runs.readTable", () => ({
    step: Float64Array.of(0, 1),
    loss: Float64Array.of(0.1, NaN),
  }));
  const toasts = new Toasts(fake.lab);
  const added: number[] = [];
  const exchange = new Exchange(fake.lab, toasts, (reply) =>
    added.push(reply.added.length),
  );
  const words = () => toasts.list.map(({ words }) => words);
  return { fake, exchange, words, added };
}

it("saves every column of a table with all digits", async () => {
  const { fake, exchange, words } = exchangeOf();
  fake.answer("files.save", () => "/home/x/Edge steps.csv");
  await exchange.exportTable(row, "steps");
  expect(fake.asked.at(-1)?.args).toEqual([
    {
      name: "Edge steps",
      kind: "csv",
      data: "step,loss\r\n0,0.1\r\n1,NaN\r\n",
    },
  ]);
  expect(words()).toEqual(["Saved as /home/x/Edge steps.csv."]);
});

it("says nothing when the person chose no file, and why nothing could be saved", async () => {
  const { fake, exchange, words } = exchangeOf();
  fake.answer("files.exportRuns", () => null);
  await exchange.exportCapsules([row]);
  expect(words()).toEqual([]);
  await exchange.exportTable(row, "spectrum");
  expect(words()).toEqual(["There is nothing recorded to save."]);
  const error = { code: "file", message: "The disk is full." } as const;
  fake.refuse("files.exportRuns", error);
  await exchange.exportCapsules([row]);
  expect(words()).toHaveLength(1);
  expect(exchange.task.failure).toEqual(error);
});

it("hands on what came in", async () => {
  const { fake, exchange, added } = exchangeOf();
  fake.answer("files.importRuns", () => ({ added: [row, row], present: [] }));
  await exchange.importCapsules();
  expect(added).toEqual([2]);
  fake.answer("files.importRuns", () => ({ added: [], present: [] }));
  await exchange.importCapsules();
  expect(added).toEqual([2]);
});
