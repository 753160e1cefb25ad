import type { EngineCommand, EngineReport } from "../../core/contract/engine";

/** The engine process as its supervisor sees it. */
export interface EngineChild {
  send(command: EngineCommand): void;
  onReport(listener: (report: EngineReport) => void): void;
  /** Called once, however the process ended. `kill` gives code 0, as an orderly end does. */
  onExit(listener: (code: number) => void): void;
  kill(): void;
}
