import { migration001 } from "./001";
import { migration002 } from "./002";
import { migration003 } from "./003";
import { migration004 } from "./004";
import { migration005 } from "./005";
import { migration006 } from "./006";
import { migration007 } from "./007";
import { migration008 } from "./008";
import { migration009 } from "./009";
import type { Migration } from "./migration";

/** In order of version, without gaps, from 1. */
export const migrations: readonly Migration[] = [
  migration001,
  migration002,
  migration003,
  migration004,
  migration005,
  migration006,
  migration007,
  migration008,
  migration009,
];
