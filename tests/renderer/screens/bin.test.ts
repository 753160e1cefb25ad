import { expect, it } from "vitest";
import { Bin } from "../../../renderer/screens/archive/Bin.svelte";
import { fakeLab, rowOf, run } from "../fake-lab";

const rows = [1, 2].map((id) => rowOf(run({ id, name: `run ${id}` })));

function binOf() {
  const fake = fakeLab();
  for (const name of ["runs.remove", "runs.restore", "runs.purge"] as const)
    fake.answer(name, () => undefined);
  fake.answer("runs.listDeleted", () => rows);
  return { fake, bin: new Bin(fake.lab) };
}

it("says what was deleted and takes it back", async () => {
  const { fake, bin } = binOf();
  await bin.delete([rows[0]]);
  expect(bin.last?.sentence).toBe("Deleted “run 1”.");
  await bin.delete(rows);
  expect(bin.last?.sentence).toBe("Deleted 2 runs.");
  await bin.undo();
  expect(fake.asked.at(-1)).toEqual({ name: "runs.restore", args: [[1, 2]] });
  expect(bin.last).toBeNull();
});

it("offers nothing to undo when the deletion was refused", async () => {
  const { fake, bin } = binOf();
  const error = { code: "busy", message: "Run 1 is still going." } as const;
  fake.refuse("runs.remove", error);
  await bin.delete(rows);
  expect(bin.last).toBeNull();
  expect(bin.task.failure).toEqual(error);
});

it("lists the deleted until they are restored or gone for good", async () => {
  const { bin } = binOf();
  await bin.delete([rows[1]]);
  await bin.show();
  await bin.restore([1]);
  expect(bin.rows?.map(({ id }) => id)).toEqual([2]);
  await bin.purge([2]);
  expect(bin.rows).toEqual([]);
  expect(bin.last).toBeNull();
});
