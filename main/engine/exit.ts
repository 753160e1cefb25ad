/** How an engine process ended, and what to say of it. */
import type { Readable } from "node:stream";
import type { LabError } from "../../core/errors";
import { withoutNotices } from "./notices";

export type ExitReason =
  /** With code 0. */
  | "clean"
  /** With another code. */
  | "failed"
  /** By a signal that this program, another one or the system sends to end a process. */
  | "killed"
  /** By another signal: a fault of the process itself. */
  | "crashed"
  | "out-of-memory"
  | "could-not-start";

export interface Exit {
  reason: ExitReason;
  /** Code or signal. */
  detail: string;
}

/** What V8, C++ and TensorFlow print when memory runs out. */
const memoryWords =
  /heap out of memory|std::bad_alloc|OOM when allocating|Cannot allocate memory/;
/** Characters of the last output that are searched. */
const remembered = 4000;

/** Whether the output of a process says that memory ran out. */
export class MemoryWatch {
  #last = "";

  /**
   * @param streams what the process prints, decoded across the borders of chunks
   * @param onOutput hears all of it but notices of TensorFlow
   */
  constructor(streams: (Readable | null)[], onOutput: (text: string) => void) {
    for (const stream of streams) {
      stream?.setEncoding("utf8");
      stream?.on("data", (text: string) => {
        this.#last = (this.#last + text).slice(-remembered);
        const rest = withoutNotices(text);
        if (rest !== "") onOutput(rest);
      });
    }
  }

  get ranOut() {
    return memoryWords.test(this.#last);
  }
}

const advice =
  "Use fewer samples or a smaller network, measure fewer eigenvalues, or close other programs.";

/**
 * What happened to a process, and what a person can do about it.
 * @param process as the subject of a sentence, e.g. "The compute engine"
 */
export function exitError(process: string, { reason, detail }: Exit): LabError {
  const say = (what: string, hint?: string): LabError => ({
    code: "engine",
    message: `${process} ${what}.`,
    ...(hint && { hint }),
  });
  switch (reason) {
    case "out-of-memory":
      return say("ran out of memory", advice);
    case "killed":
      return say(
        `was ended by the system or another program (${detail})`,
        `The system does this when memory runs out. ${advice}`,
      );
    case "crashed":
      return say(`crashed (${detail})`);
    case "could-not-start":
      return say("could not be started", "Restart Edge Lab.");
    case "failed":
    case "clean":
      return say(`stopped unexpectedly (${detail})`);
  }
}
