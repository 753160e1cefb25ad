import fs from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";

/** Writes what `npm test` counts to the file named in EDGE_LAB_TEST_REPORT. */
export default class Reporter {
  /** @param {readonly import("vitest/node").TestModule[]} modules */
  onTestRunEnd(modules) {
    /** @type {import("./summary.mjs").Outcome} */
    const outcome = { passed: 0, failed: [], repeated: [], skipped: [] };
    for (const module of modules) {
      const file = path.basename(module.moduleId);
      // A file that could not even be loaded has no tests to fail.
      if (module.errors().length > 0)
        outcome.failed.push({ name: file, reason: first(module.errors()) });
      for (const test of module.children.allTests()) {
        const { state, note, errors } =
          /** @type {{ state: string, note?: string, errors?: readonly { message: string }[] }} */
          (test.result());
        const name = `${file} > ${test.fullName}`;
        if (state === "passed") {
          outcome.passed += 1;
          if (test.diagnostic()?.flaky)
            outcome.repeated.push({ name, reason: first(errors) });
        } else if (state === "failed")
          outcome.failed.push({ name, reason: first(errors) });
        else {
          const meta = /** @type {{ skipReason?: string }} */ (test.meta());
          outcome.skipped.push({ name, reason: note ?? meta.skipReason });
        }
      }
    }
    const file = /** @type {string} */ (process.env.EDGE_LAB_TEST_REPORT);
    fs.writeFileSync(file, JSON.stringify(outcome));
  }
}

/** The first line of the first error, without colours. */
function first(
  /** @type {readonly { message: string }[] | undefined} */ errors,
) {
  const line = errors?.[0]?.message.split("\n")[0];
  return line && stripVTControlCharacters(line);
}
