/** The page that is printed as the report of a run or a comparison. */
import "../lib/no-eval";
import "@fontsource-variable/inter/wght.css";
import "../theme.css";
import "./paper.css";
import { flushSync, mount } from "svelte";
import type { ReportSubject } from "../../core/contract/files";
import { connectLab } from "../lib/api";
import { family } from "../plot/lettering";
import { readComparison } from "./comparison";
import ComparisonReport from "./ComparisonReport.svelte";
import { readReport } from "./content";
import Report from "./Report.svelte";

declare global {
  interface Window {
    /** Called by what prints the page, which waits until it is ready. */
    show?: (subject: never) => Promise<void> | void;
  }
}

window.show = async (subject: ReportSubject) => {
  const target = document.getElementById("report");
  if (!target || !window.lab) throw new Error("There is no lab to report of.");
  const lab = connectLab(window.lab);
  // The figures are measured in the typeface before they are drawn; all its parts must be there.
  for (const weight of [400, 600])
    await document.fonts.load(`${weight} 12px ${family}`, "Report λ₂ η÷²⁻–");
  if ("run" in subject) {
    const content = await readReport(lab, subject.run);
    document.title = `${content.run.name} – report`;
    mount(Report, { target, props: { content } });
  } else {
    const content = await readComparison(lab, subject.runs, subject.choices);
    document.title = "Comparison – report";
    mount(ComparisonReport, { target, props: { content } });
  }
  flushSync();
  await document.fonts.ready;
};
