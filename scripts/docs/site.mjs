import fs from "node:fs";
import path from "node:path";
import { escaped, readPages } from "./pages.mjs";

/**
 * Writes the documents as a site of plain files, with search, that needs no server.
 * @param {string} project
 * @param {string} folder replaced if it exists
 */
export function writeSite(project, folder) {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const copy = (/** @type {string} */ from, /** @type {string} */ to) =>
    fs.copyFileSync(path.join(project, from), path.join(folder, to));
  const pages = readPages(project, {
    address: (page, anchor) =>
      `${fileOf(page)}${anchor ? `#doc-${anchor}` : ""}`,
    picture: (file) => {
      copy(`docs/${file}`, file);
      return file;
    },
    below: 0,
  });
  for (const page of pages)
    fs.writeFileSync(
      path.join(folder, fileOf(page.id)),
      documentOf(page, pages),
    );
  copy("scripts/docs/site/style.css", "style.css");
  copy("scripts/docs/site/search.js", "search.js");
  copy("node_modules/minisearch/dist/umd/index.js", "minisearch.js");
  const sections = pages.flatMap(({ id, title: page, sections }) =>
    sections.map(({ anchor, title, text }) => ({
      page,
      title,
      text,
      address: `${fileOf(id)}#doc-${anchor}`,
    })),
  );
  fs.writeFileSync(
    path.join(folder, "sections.js"),
    `const sections = ${JSON.stringify(sections.map((each, id) => ({ id, ...each })))};\n`,
  );
}

/** The first page is the one that a browser opens for a folder. */
const fileOf = (/** @type {string} */ page) =>
  page === "readme" ? "index.html" : `${page}.html`;

/** @typedef {import("../../renderer/docs/page").DocPage} DocPage */

function documentOf(
  /** @type {DocPage} */ { id, title, html },
  /** @type {DocPage[]} */ pages,
) {
  const entries = pages.map((page) => {
    const current = page.id === id ? ' aria-current="page"' : "";
    return `<li><a href="${fileOf(page.id)}"${current}>${escaped(page.title)}</a></li>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}${id === "readme" ? "" : " · Edge Lab"}</title>
<link rel="stylesheet" href="style.css">
<script src="minisearch.js" defer></script>
<script src="sections.js" defer></script>
<script src="search.js" defer></script>
</head>
<body>
<nav aria-label="Documentation">
<input type="search" aria-label="Search the documentation" placeholder="Search" hidden>
<p role="status"></p>
<ul>
${entries.join("\n")}
</ul>
</nav>
<main>
${html}</main>
</body>
</html>
`;
}
