import type { Writer } from "../db";

/** One step forward. There is no way back: a backup is made before each. */
export interface Migration {
  /** The `user_version` of an archive after this step. */
  version: number;
  up(sql: Writer): Promise<void>;
}
