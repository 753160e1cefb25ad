import { notAsStored } from "./failure";

/**
 * Reads JSON that this program stored: what it says is not checked again, only damage makes it unreadable.
 * @param what e.g. `run 3`
 * @throws ArchiveFailure `archive-damaged`
 */
export function storedJson<T>(
  text: string,
  what: string,
  revive?: (key: string, value: unknown) => unknown,
): T {
  try {
    return JSON.parse(text, revive) as T;
  } catch {
    throw notAsStored(what);
  }
}
