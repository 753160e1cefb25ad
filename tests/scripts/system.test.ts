import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import {
  electronSwitches,
  hasDisplay,
  sandboxAdvice,
} from "../../scripts/run/display.mjs";
import { report } from "../../scripts/setup/system-libraries.mjs";
import { temporaryFolder } from "./temporary";

test("--no-sandbox is for root on Linux and for nobody else", () => {
  const x11 = { DISPLAY: ":0" };
  expect(electronSwitches(x11, "linux", 0)).toEqual(["--no-sandbox"]);
  expect(electronSwitches(x11, "linux", 1000)).toEqual([]);
  expect(electronSwitches({}, "darwin", 0)).toEqual([]);
  expect(electronSwitches({}, "win32", undefined)).toEqual([]);
});

test("a display that is Wayland's alone is named to Electron", () => {
  const wayland = { WAYLAND_DISPLAY: "wayland-0" };
  expect(electronSwitches(wayland, "linux", 1000)).toEqual([
    "--ozone-platform=wayland",
  ]);
  expect(
    electronSwitches({ ...wayland, DISPLAY: ":0" }, "linux", 1000),
  ).toEqual([]);
});

test("only Linux can be without a display", () => {
  expect(hasDisplay({}, "linux")).toBe(false);
  expect(hasDisplay({ DISPLAY: "" }, "linux")).toBe(false);
  expect(hasDisplay({ DISPLAY: ":0" }, "linux")).toBe(true);
  expect(hasDisplay({ WAYLAND_DISPLAY: "wayland-0" }, "linux")).toBe(true);
  expect(hasDisplay({}, "darwin")).toBe(true);
  expect(hasDisplay({}, "win32")).toBe(true);
});

const gtk = { package: "libgtk-3-0", library: "libgtk-3.so.0" };
const xvfb = { package: "xvfb", command: "Xvfb" };

test("what the system lacks is said with the exact command", () => {
  expect(report([gtk, xvfb], ["libgtk-3-0t64", "xvfb"], false)).toEqual({
    windows: false,
    advice:
      "Electron's window lacks system packages: " +
      'run "sudo apt-get install -y libgtk-3-0t64 xvfb"',
  });
});

test("a system without apt-get is told the libraries' names", () => {
  expect(report([gtk], undefined, false).advice).toContain(
    "lacks libgtk-3.so.0:",
  );
});

test("a missing Xvfb does not keep a window from opening", () => {
  expect(report([xvfb], ["xvfb"], true).windows).toBe(true);
  expect(report([], undefined, false)).toEqual({ windows: true });
});

test("a crash where the system forbids the sandbox is explained; other ends are not", () => {
  const setting = path.join(temporaryFolder(), "setting");
  expect(sandboxAdvice(133, setting)).toBeUndefined();
  fs.writeFileSync(setting, "1\n");
  expect(sandboxAdvice(133, setting)).toContain("sudo sysctl -w");
  expect(sandboxAdvice(0, setting)).toBeUndefined();
  fs.writeFileSync(setting, "0\n");
  expect(sandboxAdvice(133, setting)).toBeUndefined();
});
