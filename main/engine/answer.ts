import type { EngineAnswer, EngineQuestion } from "../../core/contract/engine";
import type { RunControl } from "../../core/run/control";
import { analyseRun } from "./analyse";
import { estimateRun, previewData } from "./estimate";
import type { NetworkLooks } from "./network-looks";
import type { Surroundings } from "./prepare";

/**
 * Answers what is asked between two runs.
 * @param looks remembers the last run that was looked at
 * @throws LabFailure
 */
export async function answer(
  question: EngineQuestion,
  control: RunControl,
  surroundings: Surroundings,
  looks: NetworkLooks,
  onProgress: (share: number) => void,
): Promise<EngineAnswer> {
  switch (question.kind) {
    case "estimate": {
      const estimate = await estimateRun(question.spec, control, surroundings);
      return { kind: "estimate", estimate };
    }
    case "preview": {
      const preview = await previewData(question.data, surroundings);
      return { kind: "preview", preview };
    }
    case "analysis": {
      const analysis = await analyseRun(
        question,
        control,
        surroundings,
        onProgress,
      );
      return { kind: "analysis", analysis };
    }
    case "look":
      return { kind: "look", look: await looks.look(question, control) };
  }
}
