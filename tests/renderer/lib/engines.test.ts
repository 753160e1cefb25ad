import { expect, it } from "vitest";
import type { EngineState } from "../../../core/contract/api";
import { enginesSentence } from "../../../renderer/lib/engines";

const starting: EngineState = { state: "starting" };
const idle: EngineState = {
  state: "idle",
  tensorflow: { available: true, version: "4" },
  tensors: 0,
};
const running: EngineState = { state: "running", runId: 1 };
const silent: EngineState = { state: "silent", runId: 2, seconds: 20 };
const crashed: EngineState = { state: "crashed", message: "So." };

it.each([
  [[starting], "Engine starting…"],
  [[idle], "Engine ready"],
  [[crashed], "Engine stopped unexpectedly"],
  [[crashed, idle], "Engine ready"],
  [[idle, running], "Engine at work"],
  [[running, running, crashed], "2 engines at work"],
  [[silent], "Engine not responding"],
  [[running, silent], "1 of 2 engines not responding"],
])("%j: %s", (states, sentence) => {
  expect(enginesSentence({ states, hasRoom: true })).toBe(sentence);
});
