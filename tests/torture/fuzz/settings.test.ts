/** Settings files that nobody should write: what comes of them can always be used. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import {
  defaultSettings,
  settingsChanges,
} from "../../../core/contract/settings";
import { SettingsFile } from "../../../main/settings";
import { length } from "../length";
import { fuzz, type Verdict } from "./campaign";
import { damaged, damages } from "./generators/bytes";
import { mutated } from "./generators/mutations";
import { asJson, oddNumbers, oddValues } from "./generators/odd";
import { scratchFolder } from "./scratch";

const good = {
  window: { x: 10, y: 20, width: 1000, height: 700, isMaximized: false },
  sampleMade: true,
  screen: "live",
  run: 3,
  compared: [1, 2],
  theme: "dark",
  engines: 2,
  notifications: false,
  lessons: { open: "the-edge" },
  archive: { sort: ["name"], filter: "a" },
  compare: { axis: "step" },
};

/** A window no screen has a place for. */
const windows = fc
  .record({
    x: oddNumbers,
    y: oddNumbers,
    width: oddNumbers,
    height: oddNumbers,
  })
  .map((place) => ({ ...good, window: { ...place, isMaximized: false } }));

const written = (value: unknown) => Buffer.from(asJson(value));

const contents: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 3, arbitrary: mutated([good]).map(written) },
  windows.map(written),
  oddValues.map(written),
  damages.map((all) => damaged(written(good), all)),
  fc.uint8Array({ maxLength: 60 }),
  fc
    .constantFrom("[".repeat(100_000), "", "\ufeff{}", "null")
    .map((text) => Buffer.from(text)),
);

it("are always settings, and are written again", async () => {
  const folder = await scratchFolder();
  const path = join(folder, "settings.json");
  await fuzz({
    kind: "settings files",
    inputs: contents,
    runs: length(500, 6000),
    check: async (bytes): Promise<Verdict> => {
      await writeFile(path, bytes);
      const file = new SettingsFile(folder);
      const settings = file.read();
      // All of them, and none that a person could not have chosen.
      expect(Object.keys(settings).sort()).toEqual(
        Object.keys(defaultSettings).sort(),
      );
      expect(settingsChanges.safeParse(settings).success).toBe(true);
      expect(file.sampleMade).toBeTypeOf("boolean");
      const place = file.windowPlace;
      if (place) {
        const { x, y, width, height } = place;
        // Chromium keeps places in 32 bits.
        for (const pixels of [x, y, width, height, x + width, y + height])
          expect(Math.abs(pixels)).toBeLessThan(2 ** 20);
      }
      file.change({ theme: "light" });
      expect(new SettingsFile(folder).read()).toEqual({
        ...settings,
        theme: "light",
      });
      return "accepted";
    },
  });
  await rm(path);
  await mkdir(path);
  expect(new SettingsFile(folder).read()).toEqual(defaultSettings);
});
