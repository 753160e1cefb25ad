import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { checkIntegrity } from "../../scripts/setup/integrity.mjs";
import { temporaryFolder } from "./temporary";

test.each(["sha256", "sha512"])(
  "an archive with the known %s is accepted",
  async (algorithm) => {
    const file = path.join(temporaryFolder(), "archive.tgz");
    fs.writeFileSync(file, "content");
    const hash = createHash(algorithm).update("content").digest("base64");
    await checkIntegrity(file, `${algorithm}-${hash}`);
  },
);

test("any other archive is refused with a sentence that names it", async () => {
  const file = path.join(temporaryFolder(), "archive.tgz");
  fs.writeFileSync(file, "contenT");
  const hash = createHash("sha512").update("content").digest("base64");
  await expect(checkIntegrity(file, `sha512-${hash}`)).rejects.toThrow(
    "The downloaded archive.tgz is not the expected archive (its hash differs), so it was not used",
  );
});
