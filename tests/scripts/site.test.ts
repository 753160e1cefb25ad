/** The documents as a site of plain files. */
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { documentsOf } from "../../scripts/docs/pages.mjs";
import { writeSite } from "../../scripts/docs/site.mjs";
import { PROJECT } from "../../scripts/project.mjs";
import { temporaryFolder } from "./temporary";

test("every address in the site leads to a file of it, and every anchor to a heading", async () => {
  const folder = join(temporaryFolder(), "site");
  writeSite(PROJECT, folder);
  const names = (await readdir(folder)).filter((name) =>
    name.endsWith(".html"),
  );
  expect(names).toHaveLength(documentsOf(PROJECT).length);
  const textOf = (name: string) => readFile(join(folder, name), "utf8");
  for (const name of names) {
    const text = await textOf(name);
    const addresses = [...text.matchAll(/(?:href|src)="([^"]+)"/g)].map(
      ([, address]) => address,
    );
    expect(addresses.length).toBeGreaterThan(20);
    for (const address of addresses) {
      const [file, anchor] = address.split("#");
      expect(existsSync(join(folder, file)), `${name}: ${address}`).toBe(true);
      if (anchor) expect(await textOf(file)).toContain(`id="${anchor}"`);
    }
  }
});
