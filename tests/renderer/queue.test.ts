import { expect, it, vi } from "vitest";
import { QueueController } from "../../renderer/Queue.svelte";
import { fakeLab, rowOf, run } from "./fake-lab";

const queued = (id: number, position: number, groupId: number | null = null) =>
  rowOf(run({ id, status: "queued", position, groupId }));

function setUp(rows = [queued(7, 9), rowOf(run({ id: 6 })), queued(5, 4)]) {
  const fake = fakeLab();
  fake.answer("queue.move", () => undefined);
  fake.answer("queue.cancel", () => undefined);
  return { fake, queue: new QueueController(fake.lab, () => rows) };
}

it("has what waits, the next one first, and knows the places", () => {
  const { queue } = setUp();
  expect(queue.waiting.map(({ id }) => id)).toEqual([5, 7]);
  expect([5, 6, 7].map((id) => queue.placeOf(id))).toEqual([1, null, 2]);
});

it("moves a run as far as there is room", () => {
  const { queue, fake } = setUp();
  queue.move(5, -1);
  queue.move(7, 1);
  queue.move(6, 1);
  expect(fake.asked).toEqual([]);
  queue.move(7, -1);
  queue.move(5, 1);
  expect(fake.asked).toEqual([
    { name: "queue.move", args: [7, 0] },
    { name: "queue.move", args: [5, 1] },
  ]);
});

it("takes runs out, and tells why one stays", async () => {
  const { queue, fake } = setUp();
  queue.cancel([5, 7]);
  expect(fake.asked).toEqual([{ name: "queue.cancel", args: [[5, 7]] }]);
  fake.refuse("queue.cancel", { code: "bad-request", message: "No." });
  queue.cancel([5]);
  await vi.waitFor(() => expect(queue.task.failure?.message).toBe("No."));
});
