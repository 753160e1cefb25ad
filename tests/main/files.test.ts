import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { defaultSettings } from "../../core/contract/settings";
import { Log } from "../../main/log";
import { SettingsFile } from "../../main/settings";
import { temporaryFolder } from "./archive/helpers";

describe("log", () => {
  it("keeps errors with their stack and time", async () => {
    const folder = await temporaryFolder();
    const log = new Log(folder);
    log.write("one\n");
    log.write(new Error("two"));
    const text = await readFile(join(folder, "edge-lab.log"), "utf8");
    expect(text).toMatch(/^\d{4}-\S+Z one\n\d{4}-\S+Z Error: two\n +at /);
  });

  it("begins a new file when one is full, and keeps one old one", async () => {
    const folder = await temporaryFolder();
    const log = new Log(folder);
    for (let i = 0; i < 40; i++) log.write(`${i} ${"x".repeat(100_000)}`);
    const files = (await readdir(folder)).sort();
    expect(files).toEqual(["edge-lab.log", "edge-lab.log.1"]);
    for (const file of files) {
      const { length } = await readFile(join(folder, file));
      expect(length).toBeLessThan(1_200_000);
    }
    const newest = await readFile(join(folder, "edge-lab.log"), "utf8");
    expect(newest).toContain("39 x");
  });

  it("does not fail where it cannot write", async () => {
    const file = join(await temporaryFolder(), "file");
    await writeFile(file, "");
    new Log(file).write("x");
    expect(await readFile(file, "utf8")).toBe("");
  });
});

describe("settings", () => {
  const place = { x: -5, y: 10, width: 900, height: 700, isMaximized: true };

  const fresh = defaultSettings;

  it("come back as they were written, each by itself", async () => {
    const folder = await temporaryFolder();
    new SettingsFile(folder).change({ window: place });
    new SettingsFile(folder).change({
      theme: "dark",
      archive: { sort: "loss" },
    });
    new SettingsFile(folder).change({ screen: "archive" });
    const settings = new SettingsFile(folder);
    expect(settings.windowPlace).toEqual(place);
    expect(settings.read()).toEqual({
      ...fresh,
      screen: "archive",
      theme: "dark",
      archive: { sort: "loss" },
    });
  });

  it.each(["", "{", "null", '{"window": {"x": "left"}}', '{"theme": 5}'])(
    "are fresh when the file says %j",
    async (text) => {
      const folder = await temporaryFolder();
      await writeFile(join(folder, "settings.json"), text);
      const settings = new SettingsFile(folder);
      expect(settings.read()).toEqual(fresh);
      expect(settings.windowPlace).toBeNull();
    },
  );

  it("are fresh only where the file is wrong", async () => {
    const folder = await temporaryFolder();
    const text = JSON.stringify({
      window: place,
      theme: "blue",
      screen: "live",
    });
    await writeFile(join(folder, "settings.json"), text);
    const settings = new SettingsFile(folder);
    expect(settings.read()).toEqual({ ...fresh, screen: "live" });
    expect(settings.windowPlace).toEqual(place);
  });

  it.each([
    { x: 2 ** 40, y: 0, width: 900, height: 700 },
    { x: 0, y: 0, width: 2 ** 31, height: 700 },
    { x: 0, y: -1e15, width: 900, height: 700 },
  ])("know no window that no screen has a place for: %j", async (absurd) => {
    const folder = await temporaryFolder();
    const window = { ...absurd, isMaximized: false };
    await writeFile(join(folder, "settings.json"), JSON.stringify({ window }));
    expect(new SettingsFile(folder).windowPlace).toBeNull();
  });

  it("keep the rest where a screen's part is nested too deep", async () => {
    const folder = await temporaryFolder();
    const deep = '{"a":'.repeat(20_000) + "1" + "}".repeat(20_000);
    const text = `{"sampleMade":true,"theme":"dark","archive":${deep}}`;
    await writeFile(join(folder, "settings.json"), text);
    const settings = new SettingsFile(folder);
    expect(settings.sampleMade).toBe(true);
    expect(settings.read()).toEqual({ ...fresh, theme: "dark" });
  });

  it.each([
    { window: place },
    { window: place, screen: "archive", theme: "dark" },
    { window: place, screen: "live", theme: "light", compare: { x: "time" } },
    { window: place, sampleMade: true, run: 3, compared: [1, 3] },
    { window: null, sampleMade: true, engines: 2, notifications: false },
  ])("keep what earlier versions wrote: %j", async (written) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, "settings.json"), JSON.stringify(written));
    const settings = new SettingsFile(folder);
    const { window, sampleMade = false, ...rest } = { ...written };
    const all = () => ({
      ...settings.read(),
      sampleMade: settings.sampleMade,
      window: settings.windowPlace,
    });
    const before = { ...fresh, ...rest, sampleMade, window };
    expect(all()).toEqual(before);
    settings.change({ theme: "dark" });
    expect(all()).toEqual({ ...before, theme: "dark" });
  });

  it("do not fail where they cannot be written", async () => {
    const settings = new SettingsFile(join(await temporaryFolder(), "none"));
    settings.change({ window: place });
    expect(settings.windowPlace).toBeNull();
  });
});
