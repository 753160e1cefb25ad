import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { archivePath, dataFolder } from "../../main/data-folder";

const home = resolve("/home/ada");

describe("data folder", () => {
  it.each([
    ["linux", {}, join(home, ".local", "share", "edge-lab")],
    ["linux", { XDG_DATA_HOME: "/data" }, join("/data", "edge-lab")],
    ["darwin", {}, join(home, "Library", "Application Support", "Edge Lab")],
    ["win32", { APPDATA: "/roaming" }, join("/roaming", "Edge Lab")],
    ["win32", {}, join(home, "AppData", "Roaming", "Edge Lab")],
    [
      "linux",
      { EDGE_LAB_HOME: "/my/lab", XDG_DATA_HOME: "/data" },
      resolve("/my/lab"),
    ],
    ["linux", { EDGE_LAB_HOME: "lab" }, resolve("lab")],
    ["linux", { EDGE_LAB_HOME: "" }, join(home, ".local", "share", "edge-lab")],
  ] as [NodeJS.Platform, NodeJS.ProcessEnv, string][])(
    "on %s with %j",
    (platform, environment, expected) => {
      expect(dataFolder(environment, platform, home)).toBe(expected);
    },
  );

  it("holds the archive", () => {
    expect(archivePath("/lab")).toBe(join("/lab", "archive.db"));
  });
});
