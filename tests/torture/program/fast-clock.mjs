/**
 * A monotonic clock that goes ten times as fast: a run reports every 10 ms and keeps a checkpoint every
 * second, so that a kill meets many states in little time.
 */
const { now } = performance;
performance.now = () => 10 * now.call(performance);
