/** `npm run package`: the program as a folder, as a tar.gz and as a .deb, with a report of its sizes and a bill of materials. */
import fs from "node:fs";
import path from "node:path";
import { archive } from "./package/archive.mjs";
import { billOfMaterials } from "./package/bill.mjs";
import { debianPackage } from "./package/deb.mjs";
import { sizesOf, sizeTable } from "./package/sizes.mjs";
import { packageIfStale } from "./package/unpacked.mjs";
import { PROJECT } from "./project.mjs";
import { setup } from "./setup.mjs";
import { installedElectron } from "./setup/installed-electron.mjs";
import { fail, Problem } from "./setup/problem.mjs";
import { hasCommand } from "./setup/system-look.mjs";

try {
  if (process.platform !== "linux")
    throw new Problem(
      `"npm run package" works on Linux; elsewhere run "npx electron-builder", which is untested`,
    );
  await setup({ window: false });
  const folder = await packageIfStale(PROJECT, process.stdout);
  const manifest = path.join(PROJECT, "package.json");
  const program = JSON.parse(fs.readFileSync(manifest, "utf8"));
  process.stdout.write("Compressing\n");
  const file = archive(folder, program.version);
  const deb = hasCommand("dpkg-deb")
    ? await debianPackage(PROJECT, folder, program)
    : undefined;
  const sizes = {
    ...sizesOf(folder),
    "as tar.gz": fs.statSync(file).size,
    ...(deb && { "as .deb": fs.statSync(deb).size }),
  };
  const table = sizeTable(sizes);
  const bill = path.join(path.dirname(file), "bill-of-materials.json");
  fs.writeFileSync(bill, JSON.stringify(billOfMaterials(PROJECT), null, 2));
  fs.writeFileSync(path.join(path.dirname(file), "SIZES.txt"), table);
  process.stdout.write(
    `\n${table}\nElectron ${installedElectron(PROJECT)}\n${folder}\n${file}\n` +
      `${deb ?? "No .deb: dpkg-deb is not here"}\n`,
  );
} catch (error) {
  fail(error);
}
