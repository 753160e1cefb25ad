import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Organiser } from "../../../renderer/lib/organiser.svelte";
import { deferred, fakeLab, rowOf, run } from "../fake-lab";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function organiserOf(row = rowOf(run())) {
  const fake = fakeLab();
  fake.answer("runs.change", (_id, changes) => ({ ...row, ...changes }));
  return { fake, organiser: new Organiser(fake.lab, row.id) };
}

it("saves notes once the person pauses, and shows them as written until then", async () => {
  const { fake, organiser } = organiserOf();
  organiser.write("It cr");
  await vi.advanceTimersByTimeAsync(300);
  organiser.write("It crosses");
  expect(organiser.notes("")).toBe("It crosses");
  expect(fake.asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(600);
  expect(fake.asked.map(({ args }) => args)).toEqual([
    [1, { notes: "It crosses" }],
  ]);
  expect(organiser.unsaved).toBe(false);
  expect(organiser.notes("It crosses")).toBe("It crosses");
});

it("keeps what is written while the last pause is being saved", async () => {
  const { fake, organiser } = organiserOf();
  const slow = deferred<ReturnType<typeof rowOf>>();
  fake.answer("runs.change", () => slow.promise);
  organiser.write("one");
  await vi.advanceTimersByTimeAsync(600);
  organiser.write("one two");
  slow.resolve(rowOf(run()));
  await vi.advanceTimersByTimeAsync(0);
  expect(organiser.notes("one")).toBe("one two");
  await organiser.saveNotes();
  expect(fake.asked).toHaveLength(2);
});

it("keeps notes that were refused, with the reason", async () => {
  const { fake, organiser } = organiserOf();
  const error = { code: "bad-request", message: "Too long." } as const;
  fake.refuse("runs.change", error);
  organiser.write("long");
  await organiser.saveNotes();
  expect(organiser.task.failure).toEqual(error);
  expect(organiser.notes("")).toBe("long");
});

it("adds the tags of a text with commas, each once", async () => {
  const row = rowOf(run({ tags: ["edge"] }));
  const { fake, organiser } = organiserOf(row);
  await organiser.addTags(row, " seed 2, edge,, ");
  await organiser.addTags(row, "edge");
  await organiser.removeTag(row, "edge");
  expect(fake.asked.map(({ args }) => args[1])).toEqual([
    { tags: ["edge", "seed 2"] },
    { tags: [] },
  ]);
});
