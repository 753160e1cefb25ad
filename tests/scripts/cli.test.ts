import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { presetOf } from "../../core/experiment/presets";
import { dropEchoedInterrupts, QUICK_PRESET } from "../../scripts/run/cli.mjs";

test("the demonstration without TensorFlow is a small network in float64", () => {
  const { spec } = presetOf(QUICK_PRESET);
  expect(spec.precision).toBe("float64");
  expect(spec).toMatchObject({ model: { layers: { length: 3 } } });
});

test("one Ctrl-C that arrives twice counts once; a second Ctrl-C counts", () => {
  const emitter = new EventEmitter();
  let time = 0;
  let interrupts = 0;
  let others = 0;
  dropEchoedInterrupts(emitter, () => time);
  emitter.on("SIGINT", () => (interrupts += 1));
  emitter.on("SIGTERM", () => (others += 1));
  emitter.emit("SIGINT");
  time = 30;
  emitter.emit("SIGINT");
  expect(interrupts).toBe(1);
  time = 2000;
  emitter.emit("SIGINT");
  expect(interrupts).toBe(2);
  emitter.emit("SIGTERM");
  emitter.emit("SIGTERM");
  expect(others).toBe(2);
});
