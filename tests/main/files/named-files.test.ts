import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { namedFiles } from "../../../main/files/named-files";

const here = resolve("/home/ann/runs");
const app = resolve("/opt/edge-lab/resources/app.asar");
const named = (...words: string[]) => namedFiles(words, here, app);
const inHere = (...names: string[]) => names.map((name) => resolve(here, name));

describe("the files that a command line names", () => {
  it("starts relative paths from the folder of whoever gave it", () => {
    expect(named("a.edgelab", "../b.json", "/c.csv")).toEqual(
      inHere("a.edgelab", "/home/ann/b.json", "/c.csv"),
    );
  });

  it("takes names with blanks, other alphabets and equals signs as they are", () => {
    const names = ["/a b/η = 0.1.edgelab", "/实验/é.json", "/it's %41.json"];
    expect(named(...names)).toEqual(inHere(...names));
  });

  it("skips the lab's switches, Chromium's and macOS's", () => {
    const switches = [
      "--no-sandbox",
      "--remote-debugging-port=0",
      "--allow-file-access-from-files",
      "-psn_0_12345",
      "",
    ];
    expect(named(...switches, "/a.json", "--inspect=0")).toEqual(
      inHere("/a.json"),
    );
    expect(named(...switches)).toEqual([]);
  });

  it("takes all that follows -- for files", () => {
    expect(named("/a.json", "--", "-b.json", "--c", "--")).toEqual(
      inHere("/a.json", "-b.json", "--c", "--"),
    );
  });

  it("begins behind what Electron was told to run, where the lab is not packaged", () => {
    const checkout = resolve("/src/edge-lab");
    const inside = ["--inspect=0", ".", "a.json"];
    expect(namedFiles(inside, checkout, checkout)).toEqual([
      resolve(checkout, "a.json"),
    ]);
    const outside = ["--no-sandbox", checkout, "a.json"];
    expect(namedFiles(outside, here, checkout)).toEqual(inHere("a.json"));
  });

  it("reads addresses of files, and leaves those that are none to be missed", () => {
    const path = resolve("/a b/η #1?.edgelab");
    expect(named(pathToFileURL(path).href)).toEqual([path]);
    expect(named(pathToFileURL(path).href.replace("file", "FILE"))).toEqual([
      path,
    ]);
    const wrong = "file:///%E0%A4%A";
    expect(named(wrong)).toEqual(inHere(wrong));
  });

  it("names each file once", () => {
    const words = ["a.json", "./a.json", resolve(here, "a.json")];
    expect(named(...words)).toEqual(inHere("a.json"));
  });
});
