/** The engine process: a place to compute in that may be busy, or crash, without the window. */
import { constants, setPriority } from "node:os";
import type { EngineCommand, EngineReport } from "../../core/contract/engine";
import { answer } from "./answer";
import { dataFiles } from "./data-files";
import { execute } from "./execute";
import { loadTensorflow } from "./load-tensorflow";
import { Session } from "./session";

/** Milliseconds. */
const heartbeatEvery = 1000;

const port = process.parentPort;
const send = (report: EngineReport) => port.postMessage(report);

// Before TensorFlow starts its threads, which inherit it: the window must stay responsive.
try {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
} catch {
  // Not allowed here; the run is then merely less polite.
}

const tensorflow = loadTensorflow();
const surroundings = { files: dataFiles(), tensorflow: () => tensorflow };
const session = new Session(
  (spec, options) => execute(spec, { ...options, ...surroundings }),
  (question, control, onProgress) =>
    answer(question, control, surroundings, onProgress),
  send,
);
port.on("message", ({ data }) => session.handle(data as EngineCommand));
setInterval(() => {
  const tensors = tensorflow.tf?.memory().numTensors ?? null;
  send({ type: "heartbeat", tensors });
}, heartbeatEvery);
send({ type: "ready", tensorflow: tensorflow.state });
