import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readingTime, Toasts } from "../../../renderer/lib/toasts.svelte";
import { UndoStack } from "../../../renderer/lib/undo.svelte";
import { fakeLab } from "../fake-lab";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const fake = fakeLab();
  fake.answer("files.show", () => undefined);
  const toasts = new Toasts(fake.lab);
  const words = () => toasts.list.map((toast) => toast.words);
  return { fake, toasts, words, undo: new UndoStack(toasts) };
}

/** Presses the first button of the newest toast. */
async function pressLast(toasts: Toasts) {
  const toast = toasts.list.at(-1);
  if (!toast) throw new Error("There is no toast.");
  toasts.act(toast, toast.actions[0]);
  await vi.advanceTimersByTimeAsync(0);
}

describe("Toasts", () => {
  it("stay long enough to be read, each for its own words, and then go", () => {
    const { toasts, words } = setUp();
    const long = "A sentence. ".repeat(20);
    toasts.say("Short.");
    toasts.say(long);
    vi.advanceTimersByTime(4400);
    expect(words()).toEqual(["Short.", long]);
    vi.advanceTimersByTime(200);
    expect(words()).toEqual([long]);
    // 40 words: at 100 words a minute, half the usual pace, 24 seconds less the start.
    vi.advanceTimersByTime(18_000);
    expect(words()).toEqual([long]);
    vi.advanceTimersByTime(2000);
    expect(words()).toEqual([]);
  });

  it("with a button stay longer", () => {
    const toast = {
      id: 1,
      kind: "remark",
      words: "Deleted.",
      actions: [],
    } as const;
    const actions = [{ label: "Undo", run: () => undefined }];
    expect(readingTime({ ...toast, actions })).toBeGreaterThanOrEqual(
      readingTime({ ...toast, actions: [] }) + 5000,
    );
  });

  it("stay while they are held for any reason, and have their whole time afterwards", () => {
    const { toasts, words } = setUp();
    toasts.say("Short.");
    vi.advanceTimersByTime(4000);
    toasts.hold("pointer", true);
    toasts.hold("focus", true);
    toasts.say("Later.");
    vi.advanceTimersByTime(60_000);
    toasts.hold("pointer", false);
    vi.advanceTimersByTime(60_000);
    expect(words()).toEqual(["Short.", "Later."]);
    toasts.hold("focus", false);
    vi.advanceTimersByTime(4400);
    expect(words()).toEqual(["Short.", "Later."]);
    vi.advanceTimersByTime(200);
    expect(words()).toEqual([]);
  });

  it("of problems stay until they are closed", () => {
    const { toasts, words } = setUp();
    toasts.fail(new Error("The disk is full."));
    vi.advanceTimersByTime(600_000);
    expect(words()).toEqual(["The disk is full."]);
    toasts.closeLast();
    expect(words()).toEqual([]);
    toasts.closeLast();
  });

  it("with the same words replace one another", () => {
    const { toasts, words } = setUp();
    toasts.say("One.");
    toasts.say("Two.");
    toasts.say("One.");
    expect(words()).toEqual(["Two.", "One."]);
  });

  it("offer to show a file that was saved, and say why it cannot be shown", async () => {
    const { fake, toasts, words } = setUp();
    expect(toasts.lastFile).toBeNull();
    toasts.saved("/pictures/loss.csv");
    expect(words()).toEqual(["Saved as /pictures/loss.csv."]);
    expect(toasts.lastFile).toBe("/pictures/loss.csv");
    await pressLast(toasts);
    expect(fake.asked).toEqual([
      { name: "files.show", args: ["/pictures/loss.csv"] },
    ]);
    expect(words()).toEqual([]);
    fake.refuse("files.show", { code: "file", message: "It is gone." });
    await toasts.showFile("/pictures/loss.csv");
    expect(words()).toEqual(["It is gone."]);
  });
});

describe("UndoStack", () => {
  it("takes back the last thing first, also long after its toast has gone", async () => {
    const { undo, toasts, words } = setUp();
    const undone: string[] = [];
    for (const name of ["a", "b"])
      undo.push({
        words: `Deleted ${name}.`,
        undo: async () => void undone.push(name),
      });
    expect(words()).toEqual(["Deleted a.", "Deleted b."]);
    vi.advanceTimersByTime(600_000);
    expect(words()).toEqual([]);
    expect(undo.last?.words).toBe("Deleted b.");
    await undo.undo();
    expect(undone).toEqual(["b"]);
    expect(words()).toEqual(["Undone: deleted b."]);
    await undo.undo();
    await undo.undo();
    expect(undone).toEqual(["b", "a"]);
    expect(undo.last).toBeUndefined();
    expect(toasts.list).toHaveLength(2);
  });

  it("takes back what the button of a toast stands for, and closes the toast", async () => {
    const { undo, toasts, words } = setUp();
    const undone: string[] = [];
    undo.push({ words: "Deleted a.", undo: async () => undone.push("a") });
    undo.push({ words: "Deleted b.", undo: async () => undone.push("b") });
    const [first] = toasts.list;
    toasts.act(first, first.actions[0]);
    await vi.advanceTimersByTimeAsync(0);
    expect(undone).toEqual(["a"]);
    expect(words()).toEqual(["Deleted b.", "Undone: deleted a."]);
    expect(undo.last?.words).toBe("Deleted b.");
  });

  it("says why something could not be taken back, and lets the person try again", async () => {
    const { undo, toasts, words } = setUp();
    let isFull = true;
    undo.push({
      words: "Deleted a.",
      undo: async () => {
        if (isFull) throw new Error("The disk is full.");
      },
    });
    await undo.undo();
    expect(words()).toEqual(["The disk is full."]);
    expect(undo.last).toBeUndefined();
    isFull = false;
    await pressLast(toasts);
    expect(words()).toEqual(["Undone: deleted a."]);
  });

  it("forgets what can no longer be taken back", () => {
    const { undo, words } = setUp();
    const entry = { words: "Deleted a.", undo: async () => undefined };
    undo.push(entry);
    undo.drop(entry);
    expect(undo.last).toBeUndefined();
    expect(words()).toEqual([]);
  });
});
