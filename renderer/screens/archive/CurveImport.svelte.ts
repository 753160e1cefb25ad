import type { RunRow } from "../../../core/contract/api";
import { stepRole } from "../../../core/imports/roles";
import type { CurveSurvey } from "../../../core/imports/survey";
import { optimizers } from "../../../core/optimizers";
import type { OptimizerSpec } from "../../../core/optimizers/spec";
import type { Lab } from "../../lib/api";
import { Task } from "../../lib/task.svelte";

/** The role of a column that is left out. */
export const leftOut = "";
const stepSizeRole = "steps.stepSize";

/** Curves of another program, from the choice of their file until they are a run. */
export class CurveImport {
  readonly task = new Task();
  /** What was found in the file; null while no file is chosen. */
  survey: CurveSurvey | null = $state(null);
  name = $state("");
  /** As it is typed. */
  stepSize = $state("");
  optimizer: OptimizerSpec["kind"] = $state(optimizers[0].name);
  /** What each column is, in their order. */
  roles: string[] = $state([]);

  /** @param imported is told of the run */
  constructor(
    private readonly lab: Lab,
    private readonly imported: (row: RunRow) => void,
  ) {}

  /** Whether a column holds the step sizes. */
  get hasStepSizes(): boolean {
    return this.roles.includes(stepSizeRole);
  }

  /** Why the curves cannot be imported yet; null where they can. */
  get whyNot(): string | null {
    const chosen = this.roles.filter((role) => role !== leftOut);
    if (!chosen.some((role) => role !== stepRole.id))
      return "Say what at least one column is.";
    if (chosen.some((role, i) => chosen.indexOf(role) !== i))
      return "Two columns are the same: leave one of them out.";
    if (this.name.trim() === "") return "Give the run a name.";
    if (!this.hasStepSizes && !(Number(this.stepSize) > 0))
      return "Enter the step size η that the run was made with: the threshold follows from it.";
    return null;
  }

  /** Lets the person choose a file. @throws LabFailure where it holds no curves */
  async choose() {
    const survey = await this.lab.files.surveyCurves();
    if (!survey) return;
    this.survey = survey;
    this.name = survey.name.slice(0, 120);
    this.roles = survey.columns.map(({ role }) => role ?? leftOut);
  }

  take() {
    const { survey } = this;
    if (!survey || this.whyNot !== null) return Promise.resolve();
    return this.task.run(async () => {
      const named = survey.columns.map(
        ({ name }, i) => [name, this.roles[i]] as const,
      );
      const row = await this.lab.files.importCurves({
        paths: [...survey.paths],
        name: this.name,
        roles: Object.fromEntries(named.filter(([, role]) => role !== leftOut)),
        stepSize: this.hasStepSizes ? null : Number(this.stepSize),
        optimizer: this.optimizer,
      });
      this.close();
      this.imported(row);
    });
  }

  close() {
    this.survey = null;
    this.task.failure = null;
  }
}
