import fs from "node:fs";
import path from "node:path";

/** Writes what `npm test` counts to the file named in EDGE_LAB_TEST_REPORT. */
export default class Reporter {
  /** @param {readonly import("vitest/node").TestModule[]} modules */
  onTestRunEnd(modules) {
    /** @type {import("./summary.mjs").Outcome} */
    const outcome = { passed: 0, failed: 0, skipped: [] };
    for (const module of modules) {
      // A file that could not even be loaded has no tests to fail.
      if (module.errors().length > 0) outcome.failed += 1;
      for (const test of module.children.allTests()) {
        const { state, note } =
          /** @type {{ state: string, note?: string }} */ (test.result());
        if (state === "passed") outcome.passed += 1;
        else if (state === "failed") outcome.failed += 1;
        else {
          const file = path.basename(module.moduleId);
          const meta = /** @type {{ skipReason?: string }} */ (test.meta());
          const reason = note ?? meta.skipReason;
          outcome.skipped.push({ name: `${file} > ${test.fullName}`, reason });
        }
      }
    }
    const file = /** @type {string} */ (process.env.EDGE_LAB_TEST_REPORT);
    fs.writeFileSync(file, JSON.stringify(outcome));
  }
}
