/**
 * A wall clock that somebody sets three days forward and back, ten times a second; the monotonic one
 * is as quick as in fast-clock.mjs.
 */
import "./fast-clock.mjs";

const day = 86_400_000;
const Real = Date;
const offset = () => [0, 3 * day, -3 * day][Math.floor(Real.now() / 100) % 3];

globalThis.Date = class extends Real {
  constructor(...args) {
    if (args.length > 0) super(...args);
    else super(Real.now() + offset());
  }
  static now() {
    return Real.now() + offset();
  }
};
