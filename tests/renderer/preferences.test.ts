import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { defaultSettings, type Settings } from "../../core/contract/settings";
import { Kept } from "../../renderer/lib/kept.svelte";
import { Preferences } from "../../renderer/Preferences.svelte";
import { fakeLab } from "./fake-lab";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function loaded(stored: Partial<Settings> = {}) {
  const fake = fakeLab();
  fake.answer("settings.read", () => ({ ...defaultSettings, ...stored }));
  fake.answer("settings.save", () => defaultSettings);
  const preferences = new Preferences(fake.lab);
  await preferences.load();
  const saved = () =>
    fake.asked
      .filter(({ name }) => name === "settings.save")
      .map(({ args }) => args[0]);
  return { preferences, saved };
}

const fields = {
  ratio: z.boolean().catch(false),
  x: z.enum(["step", "time"]).catch("step"),
  hidden: z.array(z.int()).catch([]),
};

describe("Preferences", () => {
  it("writes the first change at once and the ones that follow together", async () => {
    const { preferences, saved } = await loaded();
    preferences.change({ screen: "archive" });
    expect(saved()).toEqual([{ screen: "archive" }]);
    preferences.change({ screen: "live", run: 1 });
    preferences.change({ run: 2 });
    expect(preferences.now).toMatchObject({ screen: "live", run: 2 });
    expect(saved()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(300);
    expect(saved().slice(1)).toEqual([{ screen: "live", run: 2 }]);
    await vi.advanceTimersByTimeAsync(1000);
    preferences.change({ run: 3 });
    expect(saved().slice(2)).toEqual([{ run: 3 }]);
  });

  it("writes what is left when the window closes", async () => {
    const { preferences, saved } = await loaded();
    preferences.change({ run: 1 });
    preferences.change({ run: 2 });
    preferences.save();
    expect(saved()).toEqual([{ run: 1 }, { run: 2 }]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(saved()).toHaveLength(2);
  });
});

describe("Kept", () => {
  it("has the choices of one part as they were stored", async () => {
    const { preferences } = await loaded({
      compare: { ratio: true, x: "time", hidden: [3] },
    });
    const kept = new Kept(preferences, "compare", fields);
    expect(kept.now).toEqual({ ratio: true, x: "time", hidden: [3] });
  });

  it("takes what is valid of an older, newer or damaged file, and the rest as new", async () => {
    const { preferences } = await loaded({
      compare: { ratio: 1, x: "epoch", hidden: [3], future: true },
    });
    const kept = new Kept(preferences, "compare", fields);
    expect(kept.now).toEqual({ ratio: false, x: "step", hidden: [3] });
  });

  it("may be made before the preferences are read", async () => {
    const { preferences } = await loaded({ compare: { ratio: true } });
    const early = new Preferences(fakeLab().lab);
    const kept = new Kept(early, "compare", fields);
    expect(kept.now.ratio).toBe(false);
    early.now = preferences.now;
    expect(kept.now.ratio).toBe(true);
  });

  it("writes whole what belongs to its part, and only that", async () => {
    const { preferences, saved } = await loaded({ compare: { x: "time" } });
    const kept = new Kept(preferences, "compare", fields);
    kept.change({ hidden: [1] });
    expect(kept.now).toEqual({ ratio: false, x: "time", hidden: [1] });
    expect(saved()).toEqual([
      { compare: { ratio: false, x: "time", hidden: [1] } },
    ]);
  });
});
