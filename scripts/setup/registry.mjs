import fs from "node:fs/promises";
import path from "node:path";
import { checkIntegrity } from "./integrity.mjs";
import { npm } from "./npm.mjs";
import { REGISTRY_LIMITS, run } from "./run.mjs";

/**
 * Downloads a package's archive from the npm registry, as configured for the user, and checks it.
 * @param {{ npmPackage: string, integrity: string }} part
 * @param {string} temporary
 * @param {string} log
 * @param {(bytes: number) => void} onBytes
 */
export async function downloadFromNpm(part, temporary, log, onBytes) {
  const target = path.join(temporary, "npm");
  await fs.mkdir(target, { recursive: true });
  // A cache of its own, since what is unpacked is kept anyway, and to see the bytes arrive.
  const cache = path.join(temporary, "npm-cache");
  const flags = ["--silent", "--cache", cache, "--pack-destination", target];
  const { command, args } = npm(
    "pack",
    part.npmPackage,
    ...flags,
    "--fetch-retries=2",
  );
  await run(command, args, {
    log,
    cwd: target,
    watch: [cache],
    onBytes,
    limits: REGISTRY_LIMITS,
  });
  return onlyFile(target, part.integrity);
}

/**
 * Downloads a wheel from the PyPI index, as configured for the user, and checks it.
 * @param {{ wheel: string, wheelTags: Record<string, string>, integrity: string }} part
 * @param {string} temporary
 * @param {string} log
 * @param {(bytes: number) => void} onBytes
 */
export async function downloadFromPyPI(part, temporary, log, onBytes) {
  const target = path.join(temporary, "pip");
  const scratch = path.join(temporary, "pip-scratch");
  await fs.mkdir(target, { recursive: true });
  await fs.mkdir(scratch, { recursive: true });
  const { python, abi, platform } = part.wheelTags;
  // The tags are named, so that every version of Python gets the wheel whose hash is known.
  const tags = [
    "--python-version",
    python,
    "--implementation",
    "cp",
    "--abi",
    abi,
  ];
  const which = [
    ...tags,
    "--platform",
    platform,
    "--no-deps",
    "--only-binary",
    ":all:",
  ];
  const how = [
    "--no-cache-dir",
    "--retries",
    "2",
    "--timeout",
    "20",
    "--dest",
    target,
  ];
  await run(
    "python3",
    ["-m", "pip", "download", ...how, ...which, part.wheel],
    {
      log,
      env: { TMPDIR: scratch },
      watch: [scratch, target],
      onBytes,
      limits: REGISTRY_LIMITS,
    },
  );
  return onlyFile(target, part.integrity);
}

async function onlyFile(
  /** @type {string} */ folder,
  /** @type {string} */ integrity,
) {
  const [name] = await fs.readdir(folder);
  const file = path.join(folder, name);
  await checkIntegrity(file, integrity);
  return file;
}
