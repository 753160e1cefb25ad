import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { namedFiles } from "../../../main/files/named-files";

const here = "/home/ann/runs";
const app = "/opt/edge-lab/resources/app.asar";
const named = (...words: string[]) => namedFiles(words, here, app);

describe("the files that a command line names", () => {
  it("starts relative paths from the folder of whoever gave it", () => {
    expect(named("a.edgelab", "../b.json", "/c.csv")).toEqual([
      "/home/ann/runs/a.edgelab",
      "/home/ann/b.json",
      "/c.csv",
    ]);
  });

  it("takes names with blanks, other alphabets and equals signs as they are", () => {
    const names = ["/a b/η = 0.1.edgelab", "/实验/é.json", "/it's %41.json"];
    expect(named(...names)).toEqual(names);
  });

  it("skips the lab's switches, Chromium's and macOS's", () => {
    const switches = [
      "--no-sandbox",
      "--remote-debugging-port=0",
      "--allow-file-access-from-files",
      "-psn_0_12345",
      "",
    ];
    expect(named(...switches, "/a.json", "--inspect=0")).toEqual(["/a.json"]);
    expect(named(...switches)).toEqual([]);
  });

  it("takes all that follows -- for files", () => {
    expect(named("/a.json", "--", "-b.json", "--c", "--")).toEqual([
      "/a.json",
      "/home/ann/runs/-b.json",
      "/home/ann/runs/--c",
      "/home/ann/runs/--",
    ]);
  });

  it("begins behind what Electron was told to run, where the lab is not packaged", () => {
    const words = ["--inspect=0", ".", "a.json"];
    expect(namedFiles(words, "/src/edge-lab", "/src/edge-lab")).toEqual([
      "/src/edge-lab/a.json",
    ]);
    const whole = ["--no-sandbox", "/src/edge-lab", "a.json"];
    expect(namedFiles(whole, here, "/src/edge-lab")).toEqual([
      "/home/ann/runs/a.json",
    ]);
  });

  it("reads addresses of files, and leaves those that are none to be missed", () => {
    const path = "/a b/η #1?.edgelab";
    expect(named(pathToFileURL(path).href, "FILE:///c.json")).toEqual([
      path,
      "/c.json",
    ]);
    expect(named("file://other-machine/a.json", "file:///%E0%A4%A")).toEqual([
      "/home/ann/runs/file:/other-machine/a.json",
      "/home/ann/runs/file:/%E0%A4%A",
    ]);
  });

  it("names each file once", () => {
    expect(named("a.json", "./a.json", "/home/ann/runs/a.json")).toEqual([
      "/home/ann/runs/a.json",
    ]);
  });
});
