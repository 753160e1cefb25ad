import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import path from "node:path";
import { Problem } from "./problem.mjs";

/**
 * @param {string} file
 * @param {string} algorithm
 * @returns {Promise<string>} the hash of the file's bytes, in base64
 */
export async function hashFile(file, algorithm = "sha256") {
  const hash = createHash(algorithm);
  for await (const block of createReadStream(file, { highWaterMark: 1 << 20 }))
    hash.update(block);
  return hash.digest("base64");
}

/**
 * Refuses an archive that is not byte for byte the known one.
 * @param {string} file
 * @param {string} integrity `algorithm-base64`, as in a lock file
 */
export async function checkIntegrity(file, integrity) {
  const split = integrity.indexOf("-");
  const actual = await hashFile(file, integrity.slice(0, split));
  if (actual === integrity.slice(split + 1)) return;
  throw new Problem(
    `The downloaded ${path.basename(file)} is not the expected archive (its hash differs), so it was not used`,
  );
}
