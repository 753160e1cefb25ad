import { significant, lines } from "./text";
import type { AnalysisSummary } from "../../core/theory/analysis";

/** What an analysis says, for people. */
export function theoryText(theory: AnalysisSummary): string {
  const { start, forecast, spike, agreement, alarms, from, steps } = theory;
  const percent = (share: number | null) =>
    share === null ? "–" : `${significant(100 * share)} %`;
  const spikes = (what: typeof spike) =>
    what
      ? `${Math.round(what.delay)} steps after the start, ${significant(what.overshoot)} above 2/η`
      : "none";
  const rows: string[][] = [["analysed", `steps ${from} to ${from + steps}`]];
  if (start)
    rows.push(
      ["α, β", `${significant(start.alpha)}, ${significant(start.beta)}`],
      ["δ, ε", `${significant(start.delta)}, ${significant(start.epsilon)}`],
      ["cos γ", significant(start.cosGamma)],
      ["x₀", `${significant(start.x)} (kick ${theory.kick} δ)`],
      ["spike", `predicted ${spikes(forecast)}; measured ${spikes(spike)}`],
    );
  if (agreement.steps > 0)
    rows.push(
      [
        "x, x*",
        `correlation ${significant(agreement.correlation)} (plain form ${significant(agreement.plainCorrelation)})`,
      ],
      [
        "|v − v*|/|v|",
        `${percent(agreement.displacementError)} (plain form ${percent(agreement.plainError)})`,
      ],
    );
  rows.push(["S/(2/η)", `${significant(agreement.meanSharpness)} on average`]);
  if (agreement.centralLoss !== null)
    rows.push([
      "mean loss",
      `${significant(agreement.meanLoss)}; central flow ${significant(agreement.centralLoss)}`,
    ]);
  for (const { message, advice } of alarms)
    rows.push(["note", `${message} ${advice}`]);
  return lines(rows);
}
