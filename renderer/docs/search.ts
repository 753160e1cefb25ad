import MiniSearch from "minisearch";
import type { DocPage } from "./page";

/** A section in which something was found. */
export interface Found {
  page: string;
  pageTitle: string;
  anchor: string;
  title: string;
  /** The words around the first hit. */
  excerpt: string;
}

/** Characters of an excerpt on either side of the hit. */
const around = 60;

/** The search in all sections: every word, beginnings of words, and words with a wrong letter. */
export function searchIn(pages: DocPage[]): (query: string) => Found[] {
  const sections = pages.flatMap((page) =>
    page.sections.map((section) => ({ ...section, page })),
  );
  const index = new MiniSearch<{ id: number; title: string; text: string }>({
    fields: ["title", "text"],
  });
  index.addAll(sections.map(({ title, text }, id) => ({ id, title, text })));
  return (query) =>
    index
      .search(query, {
        combineWith: "AND",
        prefix: true,
        fuzzy: (term) => (term.length > 4 ? 1 : false),
        boost: { title: 3 },
      })
      .map(({ id, terms }) => {
        const { page, anchor, title, text } = sections[id as number];
        const excerpt = excerptOf(text, terms);
        return { page: page.id, pageTitle: page.title, anchor, title, excerpt };
      });
}

function excerptOf(text: string, terms: string[]): string {
  const lower = text.toLowerCase();
  const places = terms.map((term) => lower.indexOf(term)).filter((i) => i >= 0);
  const first = places.length > 0 ? Math.min(...places) : 0;
  const start = Math.max(0, text.lastIndexOf(" ", first - around));
  const end = text.indexOf(" ", first + around);
  const cut = text.slice(start, end < 0 ? undefined : end).trim();
  return `${start > 0 ? "… " : ""}${cut}${end < 0 ? "" : " …"}`;
}
