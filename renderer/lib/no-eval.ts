/**
 * The page's security policy forbids code made from text. zod would try it for speed, so it is
 * told not to; this must be imported before any schema is used.
 */
import { config } from "zod";

config({ jitless: true });
