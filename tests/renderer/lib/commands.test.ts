import { describe, expect, it } from "vitest";
import { commandFor, historyKey } from "../../../renderer/lib/commands";

const commands = [
  { id: "new-run" as const, title: "New run", keys: ["N"] },
  { id: "pause" as const, title: "Pause", keys: ["Space"] },
  { id: "step" as const, title: "Resume", keys: ["R"], possible: false },
  { id: "keys" as const, title: "Keys", keys: ["?"] },
  { id: "find" as const, title: "Find", keys: ["Ctrl", "K"] },
  { id: "undo" as const, title: "Undo", keys: ["Ctrl", "Z"] },
  { id: "back" as const, title: "Back", keys: ["Alt", "←"] },
  { id: "about" as const, title: "No key" },
].map((command) => ({ ...command, run: () => undefined }));

const press = (key: string, tagName = "DIV", more = {}) =>
  commandFor(
    {
      key,
      ctrlKey: false,
      metaKey: false,
      altKey: false,
      target: { tagName } as HTMLElement,
      ...more,
    },
    commands,
  )?.title;

describe("commandFor", () => {
  it("finds the command of a key, while it is possible", () => {
    expect(press("n")).toBe("New run");
    expect(press("N")).toBe("New run");
    expect(press(" ")).toBe("Pause");
    expect(press("?")).toBe("Keys");
    expect(press("r")).toBeUndefined();
    expect(press("x")).toBeUndefined();
  });

  it("leaves typing alone, but for keys held with Ctrl or Cmd", () => {
    for (const tag of ["INPUT", "TEXTAREA", "SELECT"]) {
      expect(press("n", tag)).toBeUndefined();
      expect(press(" ", tag)).toBeUndefined();
      expect(press("k", tag, { ctrlKey: true })).toBe("Find");
      expect(press("k", tag, { metaKey: true })).toBe("Find");
    }
    expect(press("k")).toBeUndefined();
  });

  it("leaves the undo of a field to the field", () => {
    expect(press("z", "INPUT", { ctrlKey: true })).toBeUndefined();
    expect(press("z", "DIV", { ctrlKey: true })).toBe("Undo");
  });

  it("takes Alt with an arrow, but not where one types: there it moves by words", () => {
    expect(press("ArrowLeft", "DIV", { altKey: true })).toBe("Back");
    expect(press("ArrowLeft")).toBeUndefined();
    expect(press("ArrowLeft", "INPUT", { altKey: true })).toBeUndefined();
    expect(press("n", "DIV", { altKey: true })).toBeUndefined();
  });

  it("leaves Space to what Space presses", () => {
    for (const tag of ["BUTTON", "A", "SUMMARY"]) {
      expect(press(" ", tag)).toBeUndefined();
      expect(press("n", tag)).toBe("New run");
    }
  });

  it("takes letters, but not Space, on what is ticked", () => {
    for (const type of ["radio", "checkbox"]) {
      const target = { tagName: "INPUT", type } as HTMLInputElement;
      expect(press("n", "INPUT", { target })).toBe("New run");
      expect(press(" ", "INPUT", { target })).toBeUndefined();
    }
  });

  it("leaves the menu's keys alone", () => {
    expect(press("n", "DIV", { ctrlKey: true })).toBeUndefined();
    expect(press("n", "DIV", { metaKey: true })).toBeUndefined();
    expect(press("n", "DIV", { altKey: true })).toBeUndefined();
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
