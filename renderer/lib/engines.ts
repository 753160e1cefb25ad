import type { Engines } from "../../core/contract/api";

/** What the engines are at, in a few words. */
export function enginesSentence({ states }: Engines): string {
  const working = states.filter((each) => "runId" in each);
  const silent = working.filter(({ state }) => state === "silent");
  if (silent.length > 0)
    return working.length === 1
      ? "Engine not responding"
      : `${silent.length} of ${working.length} engines not responding`;
  if (working.length > 1) return `${working.length} engines at work`;
  if (working.length === 1) return "Engine at work";
  if (states.some(({ state }) => state === "idle")) return "Engine ready";
  return states.some(({ state }) => state === "crashed")
    ? "Engine stopped unexpectedly"
    : "Engine starting…";
}
