/** Pages of the lab that are made to be printed, out of sight, as PDF. */
import { BrowserWindow, type PrintToPDFOptions } from "electron";
import type { FigureRequest, ReportSubject } from "../core/contract/files";
import { origin } from "./assets";
import { withPageSize } from "./page-size";
import { pagePreferences } from "./security";

/** Margins of the report in inches. */
const margins = { top: 0.7, bottom: 0.8, left: 0.75, right: 0.75 };
const footer = `<div style="width: 100%; font: 8px sans-serif; color: #6b6b66; text-align: center"><span class="pageNumber"></span> / <span class="totalPages"></span></div>`;
const inch = 25.4;

/**
 * The report of a run or a comparison, A4.
 * @param preload path of the bundled preload script
 */
export function printReport(
  preload: string,
  subject: ReportSubject,
): Promise<Uint8Array> {
  return print("report.html", subject, preload, {
    pageSize: "A4",
    margins,
    displayHeaderFooter: true,
    headerTemplate: "<span></span>",
    footerTemplate: footer,
  });
}

/** A figure on a page of its size. */
export async function printFigure(
  figure: Omit<FigureRequest, "name">,
): Promise<Uint8Array> {
  const pdf = await print("figure.html", figure, undefined, {
    pageSize: { width: figure.width / inch, height: figure.height / inch },
    margins: { top: 0, bottom: 0, left: 0, right: 0 },
    pageRanges: "1",
  });
  return withPageSize(pdf, figure);
}

/**
 * @param subject what the page is to show, given to its function `show`
 * @param preload of a page that reads from the archive
 */
async function print(
  page: string,
  subject: unknown,
  preload: string | undefined,
  options: PrintToPDFOptions,
): Promise<Uint8Array> {
  const window = new BrowserWindow({
    show: false,
    // The width of A4 between its margins, at 96 dots an inch.
    width: 650,
    height: 900,
    webPreferences: pagePreferences(preload),
  });
  const { webContents } = window;
  try {
    await window.loadURL(`${origin}/${page}`);
    await webContents.executeJavaScript(`show(${JSON.stringify(subject)})`);
    return await webContents.printToPDF({ printBackground: true, ...options });
  } finally {
    window.destroy();
  }
}
