import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Changes some of the settings of a lab that is not open. */
export async function changeSettings(home: string, some: object) {
  const file = join(home, "settings.json");
  const settings = JSON.parse(await readFile(file, "utf8")) as object;
  await writeFile(file, JSON.stringify({ ...settings, ...some }));
}
