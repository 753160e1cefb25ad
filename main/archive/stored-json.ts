import { notAsStored } from "./failure";

/**
 * Reads JSON that this program stored: what it says is not checked again, only damage makes it unreadable.
 * @param text as stored; damage may have made a number of it, or nothing
 * @param what e.g. `run 3`
 * @throws ArchiveFailure `archive-damaged`
 */
export function storedJson<T>(
  text: unknown,
  what: string,
  revive?: (key: string, value: unknown) => unknown,
): T {
  if (typeof text !== "string") throw notAsStored(what);
  try {
    return JSON.parse(text, revive) as T;
  } catch {
    throw notAsStored(what);
  }
}
