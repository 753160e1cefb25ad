import { expect, it } from "vitest";
import { Toasts } from "../../../renderer/lib/toasts.svelte";
import { UndoStack } from "../../../renderer/lib/undo.svelte";
import { Bin } from "../../../renderer/screens/archive/Bin.svelte";
import { fakeLab, rowOf, run } from "../fake-lab";

const rows = [1, 2, 3].map((id) => rowOf(run({ id, name: `run ${id}` })));

function binOf() {
  const fake = fakeLab();
  for (const name of ["runs.remove", "runs.restore", "runs.purge"] as const)
    fake.answer(name, () => undefined);
  fake.answer("runs.listDeleted", () => rows);
  const undo = new UndoStack(new Toasts(fake.lab));
  return { fake, undo, bin: new Bin(fake.lab, undo) };
}

it("says what was deleted and takes it back", async () => {
  const { fake, bin, undo } = binOf();
  await bin.delete([rows[2]]);
  expect(undo.last?.words).toBe("Deleted “run 3”.");
  await bin.delete(rows.slice(0, 2));
  expect(undo.last?.words).toBe("Deleted 2 runs.");
  await undo.undo();
  expect(fake.asked.at(-1)).toEqual({ name: "runs.restore", args: [[1, 2]] });
  await undo.undo();
  expect(fake.asked.at(-1)).toEqual({ name: "runs.restore", args: [[3]] });
  expect(undo.last).toBeUndefined();
});

it("offers nothing to undo when the deletion was refused", async () => {
  const { fake, bin, undo } = binOf();
  const error = { code: "busy", message: "Run 1 is still going." } as const;
  fake.refuse("runs.remove", error);
  await bin.delete(rows);
  expect(undo.last).toBeUndefined();
  expect(bin.task.failure).toEqual(error);
});

it("lists the deleted until they are restored or gone for good", async () => {
  const { bin, undo } = binOf();
  await bin.delete([rows[2]]);
  await bin.delete([rows[0], rows[1]]);
  await bin.show();
  await bin.restore([1]);
  expect(bin.rows?.map(({ id }) => id)).toEqual([2, 3]);
  // All or none are restored: what was deleted together no longer can be.
  expect(undo.last?.words).toBe("Deleted “run 3”.");
  await bin.purge([2, 3]);
  expect(bin.rows).toEqual([]);
  expect(undo.last).toBeUndefined();
});
