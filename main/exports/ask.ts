import type { EngineAnswer, EngineQuestion } from "../../core/contract/engine";

/** Asks an engine process, which reads data and computes. */
export type Ask = (question: EngineQuestion) => Promise<EngineAnswer>;
