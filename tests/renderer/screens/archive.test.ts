import { describe, expect, it, vi } from "vitest";
import { ArchiveController } from "../../../renderer/screens/archive/Controller.svelte";
import {
  scrollToShow,
  visibleRows,
} from "../../../renderer/screens/archive/window";
import { deferred, fakeLab, rowOf, run } from "../fake-lab";

const row = (id: number, changes: Parameters<typeof run>[0] = {}) =>
  rowOf(run({ id, status: "finished", ...changes }));

async function loaded(...rows: ReturnType<typeof row>[]) {
  const fake = fakeLab();
  fake.answer("runs.list", () => rows);
  const archive = new ArchiveController(fake.lab);
  await archive.load();
  return archive;
}

describe("ArchiveController", () => {
  it("puts a new run first and a changed one in its place", async () => {
    const archive = await loaded(row(2), row(1));
    expect(archive.put(row(3))).toBeUndefined();
    expect(archive.put(row(1, { name: "new name" }))?.name).toBe(
      "MNIST-5k tanh",
    );
    expect(archive.rows.map(({ id }) => id)).toEqual([3, 2, 1]);
    expect(archive.find(1)?.name).toBe("new name");
  });

  it("does not let an old list undo what it heard meanwhile", async () => {
    const fake = fakeLab();
    const slow = deferred<ReturnType<typeof row>[]>();
    fake.answer("runs.list", () => slow.promise);
    const archive = new ArchiveController(fake.lab);
    const loading = archive.load();
    archive.put(row(1, { status: "finished" }));
    slow.resolve([row(1, { status: "running" })]);
    await loading;
    expect(archive.rows.map(({ status }) => status)).toEqual(["finished"]);
  });

  describe("with more runs than a page", () => {
    const all = Array.from({ length: 2500 }, (_, i) => row(2500 - i));

    /** Answers a page of them each time that `next` is called. */
    function slowly() {
      const fake = fakeLab();
      const waiting: (() => void)[] = [];
      fake.answer("runs.list", async (page) => {
        await new Promise<void>((turn) => waiting.push(turn));
        const from = all.findIndex(({ id }) => id === page?.after?.id) + 1;
        return all.slice(from, from + (page?.most ?? all.length));
      });
      const archive = new ArchiveController(fake.lab);
      const next = async () => {
        await vi.waitFor(() => expect(waiting.length).toBeGreaterThan(0));
        waiting.shift()?.();
      };
      return { archive, next, fake };
    }

    it("shows the newest at once and the others when all are there", async () => {
      const { archive, next } = slowly();
      const loading = archive.load();
      await next();
      await loading;
      expect(archive.rows).toEqual(all.slice(0, 1000));
      expect(archive.read).toBe(1000);
      await next();
      await vi.waitFor(() => expect(archive.read).toBe(2000));
      expect(archive.rows).toHaveLength(1000);
      await next();
      await archive.whole;
      expect(archive.rows).toEqual(all);
      expect(archive.read).toBeNull();
    });

    it("keeps what it hears while older runs are on their way", async () => {
      const { archive, next } = slowly();
      const loading = archive.load();
      await next();
      await loading;
      archive.put(row(2501));
      archive.put(row(3, { name: "older, changed" }));
      archive.putAll([row(4, { name: "changed with others" })]);
      archive.remove([2400, 2]);
      expect(archive.rows.map(({ id }) => id).slice(0, 2)).toEqual([
        2501, 2500,
      ]);
      expect(archive.rows).toHaveLength(1000);
      await next();
      await next();
      await archive.whole;
      expect(archive.rows).toHaveLength(2499);
      expect(archive.rows[0].id).toBe(2501);
      expect(archive.find(3)?.name).toBe("older, changed");
      expect(archive.find(4)?.name).toBe("changed with others");
      expect(archive.find(2400) ?? archive.find(2)).toBeUndefined();
      const ids = archive.rows.map(({ id }) => id);
      expect(ids).toEqual([...ids].sort((a, b) => b - a));
    });

    it("keeps a list that is there until the new one is whole", async () => {
      const { archive, next } = slowly();
      void archive.load();
      for (let i = 0; i < 3; i++) await next();
      await vi.waitFor(() => expect(archive.rows).toHaveLength(2500));
      const again = archive.load();
      await next();
      await again;
      expect(archive.rows).toHaveLength(2500);
      await next();
      await next();
      await archive.whole;
      expect(archive.rows).toEqual(all);
    });

    it("lets the later of two readings count", async () => {
      const { archive, next } = slowly();
      const first = archive.load();
      const second = archive.load();
      await next();
      await first;
      expect(archive.rows).toEqual([]);
      for (let i = 0; i < 3; i++) await next();
      await second;
      await archive.whole;
      expect(archive.rows).toEqual(all);
    });

    it("tells when an older page cannot be read", async () => {
      const { archive, next, fake } = slowly();
      const loading = archive.load();
      await next();
      await loading;
      const whole = archive.whole.catch((thrown: unknown) => thrown);
      const error = { code: "archive" as const, message: "The disk is gone." };
      fake.refuse("runs.list", error);
      await next();
      expect(await whole).toMatchObject({ message: "The disk is gone." });
      expect(archive.rows).toHaveLength(1000);
    });
  });

  it("knows the run that can still go on", async () => {
    expect((await loaded(row(1))).active).toBeUndefined();
    const archive = await loaded(row(2), row(1, { status: "paused" }));
    expect(archive.active?.id).toBe(1);
  });

  it("takes deleted runs out and puts one that comes back in its place", async () => {
    const archive = await loaded(row(4), row(3), row(2), row(1));
    archive.moveTo(2);
    archive.remove([3, 4]);
    expect(archive.rows.map(({ id }) => id)).toEqual([2, 1]);
    expect(archive.rows[archive.at].id).toBe(2);
    archive.put(row(3));
    expect(archive.rows.map(({ id }) => id)).toEqual([3, 2, 1]);
    expect(archive.rows[archive.at].id).toBe(2);
    archive.remove([1, 2]);
    expect(archive.rows[archive.at].id).toBe(3);
  });

  it("moves within the list and stays on its run when one is added", async () => {
    const archive = await loaded(row(3), row(2), row(1));
    archive.move(-1);
    expect(archive.at).toBe(0);
    archive.move(1);
    archive.put(row(4));
    expect(archive.rows[archive.at].id).toBe(2);
    archive.move(99);
    expect(archive.rows[archive.at].id).toBe(1);
  });
});

describe("the window of a long list", () => {
  it("has the rows in view and a few more, whatever the length", () => {
    expect(visibleRows(0, 600, 76, 3000)).toEqual({ from: 0, to: 12 });
    const middle = visibleRows(76 * 1000, 600, 76, 3000);
    expect(middle).toEqual({ from: 996, to: 1012 });
    expect(visibleRows(76 * 2995, 600, 76, 3000).to).toBe(3000);
    expect(visibleRows(0, 600, 76, 0)).toEqual({ from: 0, to: 0 });
    // The list became shorter than where it was scrolled to.
    expect(visibleRows(76 * 100, 600, 76, 5)).toEqual({ from: 5, to: 5 });
  });

  it("scrolls only when a row is not wholly in view", () => {
    expect(scrollToShow(3, 0, 600, 76)).toBe(0);
    expect(scrollToShow(8, 0, 600, 76)).toBe(9 * 76 - 600);
    expect(scrollToShow(2, 300, 600, 76)).toBe(152);
  });
});
