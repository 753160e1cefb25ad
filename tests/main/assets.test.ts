import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { contentSecurityPolicy, findAsset, readAsset } from "../../main/assets";
import { temporaryFolder } from "./archive/helpers";

const root = resolve("/lab/out/renderer");

describe("pages", () => {
  it.each([
    ["app://lab/index.html", "index.html", "text/html; charset=utf-8"],
    ["app://lab/assets/a.js", "assets/a.js", "text/javascript; charset=utf-8"],
    [
      "app://lab/assets/a.js?v=1#x",
      "assets/a.js",
      "text/javascript; charset=utf-8",
    ],
    ["app://lab/a%20b.css", "a b.css", "text/css; charset=utf-8"],
    ["app://lab/f.woff2", "f.woff2", "font/woff2"],
    ["app://lab/a/../index.html", "index.html", "text/html; charset=utf-8"],
  ])("serves %s", (address, file, type) => {
    expect(findAsset(root, address)).toEqual({ file: join(root, file), type });
  });

  it.each([
    "app://lab/%2e%2e%2fsecret.json",
    "app://lab/..%2f..%2fsecret.json",
    "app://lab/a/..%2f..%2fsecret.json",
    "app://lab/..%5c..%5csecret.json",
    "app://lab/%2fetc%2f..%2f..%2f..%2fetc%2fhosts.html",
    "app://lab/..%2frenderer2/x.html",
    "app://lab/C:%5cWindows%5cx.html",
    "app://lab/C%3a/x.html",
    "app://lab/index.html%00.js",
    "app://lab/%",
    "app://other/index.html",
    "app://lab.evil/index.html",
    "file:///etc/hosts.html",
    "https://lab/index.html",
    "app://lab/",
    "app://lab/package",
    "app://lab/script.sh",
    "index.html",
    "",
  ])("refuses %s", (address) => {
    expect(findAsset(root, address)).toBeNull();
  });

  it("follows a link within its folder and none that leads out of it", async () => {
    const folder = await temporaryFolder();
    const pages = join(folder, "pages");
    await mkdir(pages);
    await writeFile(join(folder, "secret.json"), "{}");
    await writeFile(join(pages, "index.html"), "<p>");
    await symlink(join(folder, "secret.json"), join(pages, "out.json"));
    await symlink(join(pages, "index.html"), join(pages, "in.html"));
    const read = (name: string) => readAsset(pages, `app://lab/${name}`);
    expect(await read("out.json")).toBeNull();
    expect(await read("none.html")).toBeNull();
    expect(await read("in.html")).toEqual({
      type: "text/html; charset=utf-8",
      body: new TextEncoder().encode("<p>"),
    });
  });

  it("never leaves its folder", () => {
    const pieces = [
      "..",
      "%2e%2e",
      "%2f",
      "/",
      "%5c",
      "a",
      ".",
      "renderer",
      ".html",
    ];
    let state = 1;
    const next = (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    for (let i = 0; i < 20_000; i++) {
      const path = Array.from(
        { length: next(8) },
        () => pieces[next(pieces.length)],
      );
      const asset = findAsset(root, `app://lab/${path.join("")}.html`);
      if (asset) expect(asset.file.startsWith(join(root, "/"))).toBe(true);
    }
  });

  it("allows scripts and styles from the program only, and no connections", () => {
    const rules = contentSecurityPolicy.split("; ");
    expect(rules).toContain("default-src 'none'");
    expect(rules).toContain("script-src 'self'");
    expect(rules).toContain("connect-src 'none'");
    expect(contentSecurityPolicy).not.toMatch(/unsafe|\*|http/);
  });
});
