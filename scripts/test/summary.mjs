/**
 * What one phase of `npm test` came to.
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {Named[]} failed
 * @property {Named[]} repeated passed, but not at the first try; also counted as passed
 * @property {Named[]} skipped
 *
 * @typedef {{ name: string, reason?: string }} Named
 */

/** A phase that is one yes or no. @returns {Outcome} */
export function single(
  /** @type {string} */ name,
  /** @type {boolean} */ good,
  /** @type {string | undefined} */ reason = undefined,
) {
  const failed = good ? [] : [{ name, reason }];
  return { passed: good ? 1 : 0, failed, repeated: [], skipped: [] };
}

/**
 * What a run of Vitest came to. Whatever made it fail without a failing test to show for it
 * counts as one: a crash, an error outside every test, or no test found.
 * @param {string} name the phase's
 * @param {Outcome | undefined} report undefined if Vitest did not live to write it
 * @param {number} status
 * @returns {Outcome}
 */
export function ofVitest(name, report, status) {
  if (!report) return single(name, false, "Vitest ended without a report");
  if (status === 0 || report.failed.length > 0) return report;
  const reason = `Vitest ended with code ${status}`;
  return { ...report, failed: [{ name, reason }] };
}

/**
 * The closing lines: each test that was skipped, passed only when repeated, or failed, with its
 * reason, then the count.
 * @param {Outcome[]} outcomes
 */
export function closingLines(outcomes) {
  const all = (/** @type {"failed" | "repeated" | "skipped"} */ kind) =>
    outcomes.flatMap((outcome) => outcome[kind]);
  const line = (/** @type {string} */ word) => (/** @type {Named} */ test) =>
    `${word}: ${test.name} (${test.reason ?? "no reason given"})`;
  const [failed, skipped] = [all("failed"), all("skipped")];
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const count = `${passed} passed, ${failed.length} failed`;
  const lines = [
    ...skipped.map(line("skipped")),
    ...all("repeated").map(line("passed at the second try")),
    ...failed.map(line("failed")),
    skipped.length > 0 ? `${count}, ${skipped.length} skipped` : count,
  ];
  return { lines, good: failed.length === 0 && passed > 0 };
}
