/** What Electron gives its utility processes, over the channel that Node gives its children. */
import type { EngineCommand } from "../../../core/contract/engine";

const port = {
  // The main process may have ended.
  postMessage: (report: object) =>
    process.connected &&
    process.send?.(report, undefined, undefined, () => undefined),
  on: (_: "message", listener: (message: { data: EngineCommand }) => void) =>
    process.on("message", (data: EngineCommand) => listener({ data })),
};
Object.assign(process, { parentPort: port });
// As Electron does: an engine does not outlive its main process.
process.on("disconnect", () => process.exit());
if (!process.connected) process.exit();
