/** The engine process: a place to compute in that may be busy, or crash, without its parent. */
import { constants, setPriority } from "node:os";
import { answer } from "./answer";
import { openChannel } from "./channel";
import { dataFiles } from "./data-files";
import { execute } from "./execute";
import { loadTensorflow, type LoadedTensorflow } from "./load-tensorflow";
import { NetworkLooks } from "./network-looks";
import { Session } from "./session";
import { removeSignalHandlers } from "./signals";

/** Milliseconds. */
const heartbeatEvery = 1000;

removeSignalHandlers();
const { hasWindow, send, onCommand } = openChannel();

let loaded = null as LoadedTensorflow | null;
const tensorflow = () => (loaded ??= loadTensorflow());

if (hasWindow) {
  // Before TensorFlow starts its threads, which inherit it: the window must stay responsive.
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Not allowed here; the run is then merely less polite.
  }
  // It takes a second: while the person looks around, not when a run starts.
  if (!["reading", "looking"].some((other) => process.argv.includes(other)))
    tensorflow();
}

const surroundings = { files: dataFiles(), tensorflow };
const looks = new NetworkLooks(surroundings);
const session = new Session(
  (spec, options) => execute(spec, { ...options, ...surroundings }),
  (question, control, onProgress) =>
    answer(question, control, surroundings, looks, onProgress),
  send,
);
onCommand((command) => session.handle(command));
setInterval(() => {
  const tensors = loaded?.tf?.memory().numTensors ?? null;
  send({ type: "heartbeat", tensors });
}, heartbeatEvery);
send({ type: "ready", tensorflow: loaded?.state ?? null });
