/**
 * What one phase of `npm test` came to.
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {number} failed
 * @property {{ name: string, reason?: string }[]} skipped
 */

/** A phase that is one yes or no. @returns {Outcome} */
export function single(/** @type {boolean} */ good) {
  return { passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: [] };
}

/**
 * What a run of Vitest came to. Whatever made it fail without a failing test to show for it
 * counts as one: a crash, an error outside every test, or no test found.
 * @param {Outcome | undefined} report undefined if Vitest did not live to write it
 * @param {number} status
 * @returns {Outcome}
 */
export function ofVitest(report, status) {
  if (!report) return single(false);
  const unexplained = status !== 0 && report.failed === 0;
  return unexplained ? { ...report, failed: 1 } : report;
}

/**
 * The closing lines: each skipped test with its reason, then the count.
 * @param {Outcome[]} outcomes
 */
export function closingLines(outcomes) {
  const total = (/** @type {(outcome: Outcome) => number} */ count) =>
    outcomes.reduce((sum, outcome) => sum + count(outcome), 0);
  const skipped = outcomes.flatMap((outcome) => outcome.skipped);
  const lines = skipped.map(
    ({ name, reason }) => `skipped: ${name} (${reason ?? "no reason given"})`,
  );
  const passed = total((outcome) => outcome.passed);
  const failed = total((outcome) => outcome.failed);
  const count = `${passed} passed, ${failed} failed`;
  lines.push(
    skipped.length > 0 ? `${count}, ${skipped.length} skipped` : count,
  );
  return { lines, good: failed === 0 && passed > 0 };
}
