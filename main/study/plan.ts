import {
  experimentsOf,
  requireStudy,
  type Study,
} from "../../core/experiment/sweep/study";
import { withAbsolutePaths } from "../command-line/paths";
import { identityOf } from "./identity";
import type { StudyTask } from "./run-all";

/** A study read whole, with all its runs. */
export interface PlannedStudy {
  /** The paths of its data files start from the root of the disk. */
  study: Study;
  tasks: StudyTask[];
}

/**
 * Reads a parsed study file; the paths of its data files start from `folder`.
 * @throws LabFailure `bad-experiment`
 */
export function plannedStudy(file: unknown, folder: string): PlannedStudy {
  const study = studyFrom(file, folder);
  const tasks = experimentsOf(study).map((spec) => ({
    identity: identityOf(spec),
    spec,
  }));
  return { study, tasks };
}

/** The same without its runs. @throws LabFailure `bad-experiment` */
export function studyFrom(file: unknown, folder: string): Study {
  const study = requireStudy(file);
  return { ...study, base: withAbsolutePaths(study.base, folder) };
}
