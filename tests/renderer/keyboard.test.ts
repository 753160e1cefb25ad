import { describe, expect, it } from "vitest";
import { defaultSettings } from "../../core/contract/settings";
import { Keyboard } from "../../renderer/Keyboard.svelte";
import type { Command } from "../../renderer/lib/commands";
import { ariaKeys, withChosenKeys, withKeys } from "../../renderer/lib/keys";
import { Preferences } from "../../renderer/Preferences.svelte";
import { SidebarState } from "../../renderer/SidebarState.svelte";
import { fakeLab } from "./fake-lab";

const run = () => undefined;
const standard: Command[] = [
  { id: "archive", title: "Archive", keys: ["A"], run },
  { id: "pause", title: "Pause", keys: ["Space"], run },
  { id: "find", title: "Find anything", keys: ["Ctrl", "K"], run },
  { id: "about", title: "About", run },
];

function setUp() {
  const fake = fakeLab();
  fake.answer("settings.save", () => defaultSettings);
  const preferences = new Preferences(fake.lab);
  const commands = () =>
    standard.map((command) => withChosenKeys(command, preferences.now));
  const keyboard = new Keyboard(preferences, commands);
  const keysOf = (id: string) =>
    commands().find((command) => command.id === id)?.keys;
  const press = (key: string, held: "ctrlKey" | "altKey" | "" = "") =>
    keyboard.press({
      key,
      ctrlKey: held === "ctrlKey",
      altKey: held === "altKey",
      metaKey: false,
    });
  return { preferences, keyboard, keysOf, press };
}

describe("Keyboard", () => {
  it("gives a command another key, until the keys are reset", () => {
    const { keyboard, keysOf, press } = setUp();
    expect(keyboard.hasChanges).toBe(false);
    expect(press("x")).toBe(false);
    keyboard.record("archive");
    expect(press("Shift")).toBe(false);
    expect(press("x")).toBe(true);
    expect(keyboard.recording).toBeNull();
    expect(keysOf("archive")).toEqual(["X"]);
    keyboard.record("about");
    press("F1");
    expect(keysOf("about")).toEqual(["F1"]);
    keyboard.record("archive");
    press("l", "ctrlKey");
    expect(keysOf("archive")).toEqual(["Ctrl", "L"]);
    expect(keyboard.hasChanges).toBe(true);
    keyboard.reset();
    expect(keysOf("archive")).toEqual(["A"]);
    expect(keysOf("about")).toBeUndefined();
    expect(keyboard.hasChanges).toBe(false);
  });

  it("switches the key of one command off, and frees it for others", () => {
    const { keyboard, keysOf, press } = setUp();
    keyboard.turnOff("archive");
    expect(keysOf("archive")).toBeUndefined();
    keyboard.record("about");
    press("a");
    expect(keysOf("about")).toEqual(["A"]);
  });

  it("names what a key is for already, and goes on waiting", () => {
    const { keyboard, keysOf, press } = setUp();
    keyboard.record("archive");
    press("k", "ctrlKey");
    expect(keyboard.problem).toBe(
      "Ctrl+K already means “Find anything”. Press another key, or change that one first.",
    );
    press("c", "ctrlKey");
    expect(keyboard.problem).toBe("Ctrl+C copies. Press another key.");
    press("ArrowDown");
    expect(keyboard.problem).toContain("moves in lists and charts");
    expect(keyboard.recording).toBe("archive");
    expect(keysOf("archive")).toEqual(["A"]);
    press("y");
    expect(keyboard.problem).toBeNull();
    expect(keysOf("archive")).toEqual(["Y"]);
  });

  it("may keep the key that it has", () => {
    const { keyboard, keysOf, press } = setUp();
    keyboard.record("archive");
    press("a");
    expect(keyboard.problem).toBeNull();
    expect(keysOf("archive")).toEqual(["A"]);
  });

  it("leaves everything as it is with Escape, and lets Tab move on", () => {
    const { keyboard, keysOf, press } = setUp();
    keyboard.record("archive");
    expect(press("Tab")).toBe(false);
    expect(press("Escape")).toBe(true);
    expect(keyboard.recording).toBeNull();
    expect(press("Escape")).toBe(false);
    expect(keysOf("archive")).toEqual(["A"]);
  });

  it("switches all single keys off, and takes none then", () => {
    const { keyboard, keysOf, press } = setUp();
    keyboard.singleKeys = false;
    expect(keysOf("archive")).toBeUndefined();
    expect(keysOf("pause")).toBeUndefined();
    expect(keysOf("find")).toEqual(["Ctrl", "K"]);
    keyboard.record("archive");
    press("x");
    expect(keyboard.problem).toBe(
      "Single keys are switched off. Hold Ctrl or Alt as well.",
    );
    press("x", "altKey");
    expect(keysOf("archive")).toEqual(["Alt", "X"]);
    keyboard.singleKeys = true;
    expect(keysOf("pause")).toEqual(["Space"]);
  });
});

it("keys are written as tooltips and screen readers want them", () => {
  expect(withKeys("Archive", ["A"])).toBe("Archive (A)");
  expect(withKeys("Archive", undefined)).toBe("Archive");
  expect(ariaKeys(["Ctrl", "K"])).toBe("Control+K");
  expect(ariaKeys(undefined)).toBeUndefined();
});

it("the sidebar stays as it was left; in a narrow window it opens over the screen", () => {
  const { preferences } = setUp();
  const sidebar = new SidebarState(preferences);
  expect(sidebar.isCollapsed).toBe(false);
  sidebar.toggle();
  expect(new SidebarState(preferences).isCollapsed).toBe(true);
  sidebar.isNarrow = true;
  expect([sidebar.isCollapsed, sidebar.isOver]).toEqual([true, false]);
  sidebar.toggle();
  expect([sidebar.isCollapsed, sidebar.isOver]).toEqual([false, true]);
  sidebar.uncover();
  expect([sidebar.isCollapsed, sidebar.isOver]).toEqual([true, false]);
  sidebar.isNarrow = false;
  expect(sidebar.isCollapsed).toBe(true);
});
