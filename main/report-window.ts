import { BrowserWindow } from "electron";
import { origin } from "./assets";
import { pagePreferences } from "./security";

/** Margins of the page in inches. */
const margins = { top: 0.7, bottom: 0.8, left: 0.75, right: 0.75 };
const footer = `<div style="width: 100%; font: 8px sans-serif; color: #6b6b66; text-align: center"><span class="pageNumber"></span> / <span class="totalPages"></span></div>`;

/**
 * The report of a run as a PDF, A4: the page of the lab that is made for it, printed out of sight.
 * @param preload path of the bundled preload script
 */
export async function printReport(
  preload: string,
  runId: number,
): Promise<Uint8Array> {
  const window = new BrowserWindow({
    show: false,
    // The width of the paper between its margins, at 96 dots an inch.
    width: 650,
    height: 900,
    webPreferences: pagePreferences(preload),
  });
  try {
    await window.loadURL(`${origin}/report.html?run=${runId}`);
    await window.webContents.executeJavaScript("window.report");
    return await window.webContents.printToPDF({
      pageSize: "A4",
      printBackground: true,
      margins,
      displayHeaderFooter: true,
      headerTemplate: "<span></span>",
      footerTemplate: footer,
    });
  } finally {
    window.destroy();
  }
}
