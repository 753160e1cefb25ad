/** The documents of the project as pages: the window shows them under Help, and `npm run docs` makes a site of them. */
import fs from "node:fs";
import path from "node:path";
import { Marked } from "marked";

/** @typedef {import("../../renderer/docs/page").DocPage} DocPage */

/**
 * @typedef {object} Place where the pages will be
 * @property {(page: string, anchor: string) => string} address of a section
 * @property {(file: string) => string} picture the address of a picture of docs/
 * @property {number} below levels of headings above that of a page's title
 */

/**
 * The anchor of a heading, as GitHub makes it.
 * @param {string} heading
 */
export function anchorOf(heading) {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");
}

/** README first, then in the order of its table. @param {string} project @returns {string[]} */
export function documentsOf(project) {
  const readme = fs.readFileSync(path.join(project, "README.md"), "utf8");
  const rows = readme.matchAll(/^\| \[[^\]]+\]\(([^)#]+\.md)\)/gm);
  return ["README.md", ...[...rows].map(([, name]) => name)];
}

const idOf = (/** @type {string} */ file) =>
  path.basename(file, ".md").toLowerCase();

/**
 * @param {string} project
 * @param {Place} place
 * @returns {DocPage[]}
 */
export function readPages(project, place) {
  return documentsOf(project).map((name) => {
    const text = fs.readFileSync(path.join(project, name), "utf8");
    return pageOf(idOf(name), text, place);
  });
}

/**
 * @param {string} id
 * @param {string} markdown
 * @param {Place} place
 * @returns {DocPage}
 */
export function pageOf(id, markdown, { address, picture, below }) {
  const marked = new Marked();
  const anchors = uniqueAnchors();
  /** @type {import("../../renderer/docs/page").DocSection[]} */
  const sections = [];
  const tokens = marked.lexer(markdown);
  for (const token of tokens) {
    if (token.type === "heading") {
      const anchor = anchors(token.text);
      sections.push({ anchor, title: plain(token.text), text: "" });
    } else sections.at(-1).text += ` ${plain(token.raw)}`;
  }
  let at = 0;
  marked.use({
    renderer: {
      heading({ tokens, depth }) {
        const level = Math.min(6, depth + below);
        const { anchor } = sections[at++];
        return `<h${level} id="doc-${anchor}">${this.parser.parseInline(tokens)}</h${level}>\n`;
      },
      // Only marks of the generators of tables.
      html: () => "",
      link({ href, tokens }) {
        const words = this.parser.parseInline(tokens);
        if (/^https?:/.test(href))
          // The window opens nothing of the network.
          return `${words} (<code>${href}</code>)`;
        const [file, anchor = ""] = href.split("#");
        if (file && !file.endsWith(".md")) return words;
        const page = file ? idOf(file) : id;
        return `<a href="${address(page, anchor)}">${words}</a>`;
      },
      image: ({ href, text }) =>
        `<img src="${picture(path.basename(href))}" alt="${escaped(text)}">`,
      code: ({ text }) =>
        `<pre tabindex="0"><code>${escaped(text)}</code></pre>\n`,
    },
  });
  // What is wider than the page is scrolled, by the keyboard too.
  const html = marked
    .parser(tokens)
    .replaceAll("<table>", '<div class="table" tabindex="0"><table>')
    .replaceAll("</table>", "</table></div>");
  return { id, title: sections[0].title, html, sections };
}

/** Of two headings with the same words, the second one's anchor has a number. */
function uniqueAnchors() {
  /** @type {Map<string, number>} */
  const seen = new Map();
  return (/** @type {string} */ heading) => {
    const anchor = anchorOf(heading);
    const count = seen.get(anchor) ?? 0;
    seen.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  };
}

/** Words without the marks of Markdown, for the search. */
function plain(/** @type {string} */ markdown) {
  return markdown
    .replace(/<!--.*?-->/gs, " ")
    .replace(/^```\w*|^\s*(-|\d+\.) /gm, "")
    .replace(/\]\([^)]*\)/g, "")
    .replace(/[|:]-+[-:|\s]*\|/g, " ")
    .replace(/[`*[\]|]|^#+|\\(?=\|)/gm, "")
    .replace(/\s+/g, " ")
    .trim();
}

export function escaped(/** @type {string} */ text) {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll('"', "&quot;");
}
