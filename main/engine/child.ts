import type { EngineCommand, EngineReport } from "../../core/contract/engine";
import type { Exit } from "./exit";

/** The engine process as its supervisor sees it. */
export interface EngineChild {
  send(command: EngineCommand): void;
  onReport(listener: (report: EngineReport) => void): void;
  /** Called once, however the process ended. */
  onExit(listener: (exit: Exit) => void): void;
  kill(): void;
}
