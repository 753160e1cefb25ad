import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { resultFile } from "../../../core/export/result-file";
import { readRecords } from "../../../main/archive/records";
import type { Dialogs } from "../../../main/files/dialogs";
import { importCapsules } from "../../../main/files/capsules";
import { temporaryArchive } from "../archive/helpers";
import { capsulesOf, exportsOf, seriesIn, versions } from "../earlier-versions";

const noDialogs: Dialogs = { save: async () => null, open: async () => [] };

describe.each(versions)("files of version %i", (version) => {
  it("come into the archive with all that is in them", async () => {
    const archive = await temporaryArchive();
    for (const file of await exportsOf(version)) {
      const path = join(capsulesOf(version), `${file.name}.json`);
      const { added } = await importCapsules(archive, noDialogs, [path]);
      const run = await archive.openRun(added[0].id);
      const back = resultFile(run, await readRecords(archive, run));
      const { result, ...spec } = file;
      const { series, status, ...rest } = result;
      expect(seriesIn(back, version)).toEqual(series);
      expect(back).toMatchObject(spec);
      expect(back.result).toMatchObject(rest);
      expect(back.result.status).toBe(
        status === "running" ? "interrupted" : status,
      );
    }
  });

  it("come in together when they are several in one", async () => {
    const several = (await readdir(capsulesOf(version))).filter(
      (name) => name === "several.json",
    );
    const archive = await temporaryArchive();
    const paths = several.map((name) => join(capsulesOf(version), name));
    const { added } = await importCapsules(archive, noDialogs, paths);
    // The first two versions knew no such file.
    expect(added.map(({ name }) => name).sort()).toEqual(
      version < 3 ? [] : ["Formula", "Tested"],
    );
  });
});
