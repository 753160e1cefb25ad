import type { ImportReply } from "../../../core/contract/api";
import { counted } from "../../lib/format";

/** What became of runs that came in from files. */
export function importWords({ added, present }: ImportReply): string {
  if (added.length === 0)
    return present.length === 1
      ? `“${present[0].name}” is in the archive already.`
      : `These ${counted(present.length, "run")} are in the archive already.`;
  const words = `Added ${counted(added.length, "run")}.`;
  if (present.length === 0) return words;
  return present.length === 1
    ? `${words} “${present[0].name}” is in the archive already.`
    : `${words} ${counted(present.length, "run")} are in the archive already.`;
}
