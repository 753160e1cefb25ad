/** The page that is printed as the PDF of a figure: it holds nothing but the figure. */
import "./print.css";
import type { FigureRequest } from "../../core/contract/files";

declare global {
  interface Window {
    /** Called by what prints the page, which waits until it is ready. */
    show?: (subject: never) => Promise<void> | void;
  }
}

window.show = ({ svg }: Pick<FigureRequest, "svg">) => {
  document.body.innerHTML = svg;
};
