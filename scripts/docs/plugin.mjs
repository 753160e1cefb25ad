import path from "node:path";
import { documentsOf, readPages } from "./pages.mjs";

const name = "virtual:docs";

/**
 * Gives the window the documents of the project as the module `virtual:docs`, with their pictures.
 * @param {string} project
 * @returns {import("vite").Plugin}
 */
export function docs(project) {
  return {
    name: "docs",
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load(id) {
      if (id !== `\0${name}`) return;
      for (const file of documentsOf(project))
        this.addWatchFile(path.join(project, file));
      /** @type {string[]} */
      const pictures = [];
      const pages = readPages(project, {
        address: (page, anchor) => `#${page}/${anchor}`,
        picture: (file) => `{picture ${pictures.push(file) - 1}}`,
        // Below the title of the sheet.
        below: 2,
      });
      const imports = pictures.map((file, i) => {
        const from = path.join(project, "docs", file);
        return `import picture${i} from ${JSON.stringify(`${from}?url`)};`;
      });
      return `${imports.join("\n")}
const pictures = [${pictures.map((_, i) => `picture${i}`).join(", ")}];
export const pages = ${JSON.stringify(pages)};
for (const page of pages)
  page.html = page.html.replace(/\\{picture (\\d+)\\}/g, (_, i) => pictures[i]);
`;
    },
  };
}
