import type { Writer } from "../db";
import { migration001 } from "./001";
import { migration002 } from "./002";
import { migration003 } from "./003";
import { migration004 } from "./004";
import { migration005 } from "./005";
import { migration006 } from "./006";
import { migration007 } from "./007";

/** One step forward. There is no way back: a backup is made before each. */
export interface Migration {
  /** The `user_version` of an archive after this step. */
  version: number;
  up(sql: Writer): Promise<void>;
}

/** In order of version, without gaps, from 1. */
export const migrations: readonly Migration[] = [
  migration001,
  migration002,
  migration003,
  migration004,
  migration005,
  migration006,
  migration007,
];
