import type { EngineAnswer, EngineQuestion } from "../../core/contract/engine";
import type { RunControl } from "../../core/run/control";
import { analyseRun } from "./analyse";
import { beginningOf } from "./beginning";
import { stateOf } from "./state";
import { setImmediate } from "node:timers/promises";
import { LabFailure } from "../../core/errors";
import { surveyData } from "../../core/data/load";
import type { DataFiles } from "../../core/data/files";
import { estimateRun, previewData } from "./estimate";
import { timeKernels } from "./kernel-times";
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
    case "kernel-times": {
      const times = timeKernels(surroundings.tensorflow());
      return { kind: "kernel-times", times };
    }
    case "estimate": {
      const estimate = await estimateRun(question.spec, control, surroundings);
      return { kind: "estimate", estimate };
    }
    case "preview": {
      const files = resting(surroundings.files, control, onProgress);
      const preview = await previewData(question.data, { files });
      return { kind: "preview", preview };
    }
    case "survey": {
      const files = resting(surroundings.files, control, onProgress);
      const survey = await surveyData(question.data, files);
      return { kind: "survey", survey };
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
    case "beginning": {
      const beginning = await beginningOf(question, surroundings);
      return { kind: "beginning", beginning };
    }
    case "state": {
      const state = await stateOf(question, control, surroundings, onProgress);
      return { kind: "state", state };
    }
    case "look":
      return { kind: "look", look: await looks.look(question, control) };
  }
}

/** The same files; between pieces of work it tells how far that is, and listens whether it is to stop. */
function resting(
  files: DataFiles,
  control: RunControl,
  onProgress: (share: number) => void,
): DataFiles {
  const goOn = () => {
    if (control.request !== "stop") return;
    throw new LabFailure({
      code: "stopped",
      message: "Reading the data was stopped.",
    });
  };
  return {
    ...files,
    async *bytes(path) {
      for await (const piece of files.bytes(path)) {
        goOn();
        yield piece;
      }
    },
    rest: async (share) => {
      onProgress(share);
      await setImmediate();
      goOn();
    },
  };
}
