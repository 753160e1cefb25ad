import { describe, expect, it } from "vitest";
import { historyKey, shortcutFor } from "../../../renderer/lib/shortcuts";

const press = (key: string, tagName = "DIV", more = {}) =>
  shortcutFor({
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    target: { tagName } as HTMLElement,
    ...more,
  });

describe("shortcutFor", () => {
  it("knows the keys of the sheet", () => {
    expect(press("n")).toBe("new-run");
    expect(press("N")).toBe("new-run");
    expect(press(" ")).toBe("pause-resume");
    expect(press("a")).toBe("archive");
    expect(press("C")).toBe("compare");
    expect(press("?")).toBe("keys");
    expect(press("x")).toBeNull();
  });

  it("leaves typing alone", () => {
    for (const tag of ["INPUT", "TEXTAREA", "SELECT"]) {
      expect(press("n", tag)).toBeNull();
      expect(press(" ", tag)).toBeNull();
    }
  });

  it("leaves Space to what Space presses", () => {
    for (const tag of ["BUTTON", "A", "SUMMARY"]) {
      expect(press(" ", tag)).toBeNull();
      expect(press("n", tag)).toBe("new-run");
    }
  });

  it("leaves the menu's keys alone", () => {
    expect(press("n", "DIV", { ctrlKey: true })).toBeNull();
    expect(press("n", "DIV", { metaKey: true })).toBeNull();
    expect(press("n", "DIV", { altKey: true })).toBeNull();
  });
});

describe("historyKey", () => {
  const held = (key: string, more = {}) =>
    historyKey({
      key,
      ctrlKey: true,
      metaKey: false,
      altKey: false,
      shiftKey: false,
      ...more,
    });

  it("takes Ctrl or Cmd with Z, Shift Z and Y", () => {
    expect(held("z")).toBe("undo");
    expect(held("Z", { shiftKey: true })).toBe("redo");
    expect(held("y")).toBe("redo");
    expect(held("z", { ctrlKey: false, metaKey: true })).toBe("undo");
  });

  it("takes nothing else", () => {
    expect(held("z", { ctrlKey: false })).toBeNull();
    expect(held("z", { altKey: true })).toBeNull();
    expect(held("x")).toBeNull();
  });
});
