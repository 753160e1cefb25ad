/** What the program of the tests and the tests say to each other, a line each. */
import type { LabEvents, RequestName } from "../../../core/contract/api";
import type { LabError } from "../../../core/errors";

type Announced = {
  [K in keyof LabEvents]: { event: K; payload: LabEvents[K] };
}[keyof LabEvents];

export type Line =
  | Announced
  /** The number of a new engine process. */
  | { event: "engine"; payload: number }
  | { event: "error"; payload: string }
  | { answer: number; value?: unknown; error?: LabError };

export interface Request {
  id: number;
  request: RequestName | "close";
  args: unknown[];
}
