/** The page that is printed as the report of the run named in its address. */
import "../lib/no-eval";
import "@fontsource-variable/inter/wght.css";
import "../theme.css";
import "./paper.css";
import { flushSync, mount } from "svelte";
import { family } from "../plot/lettering";
import { connectLab } from "../lib/api";
import { readReport } from "./content";
import Report from "./Report.svelte";

declare global {
  interface Window {
    /** Settled when the page is ready to be printed; what prints it waits for that. */
    report?: Promise<void>;
  }
}

window.report = draw();

async function draw() {
  const target = document.getElementById("report");
  if (!target || !window.lab) throw new Error("There is no lab to report of.");
  const id = Number(new URLSearchParams(location.search).get("run"));
  // The figures are measured in the typeface before they are drawn; all its parts must be there.
  for (const weight of [400, 600])
    await document.fonts.load(`${weight} 12px ${family}`, "Report λ₂ η÷²⁻–");
  const content = await readReport(connectLab(window.lab), id);
  document.title = `${content.run.name} – report`;
  mount(Report, { target, props: { content } });
  flushSync();
  await document.fonts.ready;
}
