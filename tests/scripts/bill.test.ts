import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { billOfMaterials } from "../../scripts/package/bill.mjs";
import { temporaryFolder } from "./temporary";

const licence = (name: string, version: string, licence: string) => ({
  name,
  version,
  licence,
  text: "As it says.",
});

function project() {
  const folder = temporaryFolder();
  const write = (name: string, content: object) => {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, JSON.stringify(content));
  };
  const integrity = `sha512-${Buffer.from("\u0001\u00ff", "latin1").toString("base64")}`;
  write("package.json", {
    name: "lab",
    productName: "Lab",
    version: "1.2.3",
    license: "MIT",
  });
  write("package-lock.json", {
    packages: {
      "": { version: "1.2.3" },
      "node_modules/@a/b": { version: "2.0.0", integrity: "sha512-AAAA" },
      "node_modules/c/node_modules/@a/b": { version: "1.0.0", integrity },
    },
  });
  const b = licence("@a/b", "1.0.0", "MIT AND ISC");
  write("out/main/licences.json", [
    b,
    licence("Lab", "1.2.3", "MIT"),
    licence("Electron", "33.2.1", "BSD-3-Clause, MIT and others"),
  ]);
  write("out/preload/licences.json", []);
  write("out/renderer/licences.json", [b]);
  return folder;
}

test("the bill names all that is in the program once, with the hash of the version that was used", () => {
  const bill = billOfMaterials(project());
  expect(bill).toMatchObject({ bomFormat: "CycloneDX", specVersion: "1.5" });
  expect(bill.serialNumber).toMatch(
    /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(bill.components).toEqual([
    {
      type: "library",
      "bom-ref": "Electron 33.2.1",
      name: "Electron",
      version: "33.2.1",
      licenses: [{ license: { name: "BSD-3-Clause, MIT and others" } }],
    },
    {
      type: "library",
      "bom-ref": "pkg:npm/%40a/b@1.0.0",
      name: "@a/b",
      version: "1.0.0",
      licenses: [{ expression: "MIT AND ISC" }],
      purl: "pkg:npm/%40a/b@1.0.0",
      hashes: [{ alg: "SHA-512", content: "01ff" }],
    },
  ]);
  // Everything that is referred to is there.
  const refs = bill.components.map((each) => each["bom-ref"]);
  expect(bill.dependencies).toEqual([{ ref: "lab@1.2.3", dependsOn: refs }]);
  expect(bill.metadata.component).toMatchObject({
    "bom-ref": "lab@1.2.3",
    version: "1.2.3",
  });
  expect(billOfMaterials(project())).toEqual(bill);
});
