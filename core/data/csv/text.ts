import { judgeSeparator } from "./separator";
import { quotedCell, whiteSpace, withSingleBlanks } from "./rows";

/** The text of a table, ready to be cut into cells. */
export interface TableText {
  /** With "\n" as its only line end; comment lines are blank, so that rows keep their numbers. */
  text: string;
  separator: string;
  /** Comment lines below the first row, and the row of the first one. */
  comments: { count: number; row: number } | null;
  /** The last comment line above the first row. */
  lastHead: { row: number; text: string } | null;
}

/**
 * Brings all line ends to one, removes lines that begin with #, and an Excel line "sep=;", and
 * finds the separator.
 * @param separator from the experiment file
 */
export function tableText(
  raw: string,
  path: string,
  separator: string | undefined,
): TableText {
  const oneEnd = raw.includes("\r") ? raw.replace(/\r\n?/g, "\n") : raw;
  const { text: plain, comments, lastHead } = withoutComments(oneEnd);
  const own = /^(\s*)"?sep=(.)"?[ \t]*(?=\n|$)/i.exec(plain);
  const text = own ? own[1] + plain.slice(own[0].length) : plain;
  const found = separator ?? own?.[2] ?? judgeSeparator(text, path);
  return {
    text: found === whiteSpace ? withSingleBlanks(text) : text,
    separator: found,
    comments,
    lastHead,
  };
}

function withoutComments(raw: string): Omit<TableText, "separator"> {
  if (!raw.includes("#")) return { text: raw, comments: null, lastHead: null };
  const pattern = new RegExp(`${quotedCell}|^ *#.*$`, "gm");
  const found = { head: -1, headText: "", first: -1, count: 0 };
  let end = 0;
  let isHead = true;
  const text = raw.replace(pattern, (piece: string, at: number) => {
    const isComment = !piece.startsWith('"');
    isHead &&= isComment && raw.slice(end, at).trim() === "";
    end = at + piece.length;
    if (!isComment) return piece;
    if (isHead) {
      found.head = at;
      found.headText = piece;
    } else if (found.count++ === 0) found.first = at;
    return "";
  });
  const row = (at: number) => raw.slice(0, at).split("\n").length;
  return {
    text,
    comments:
      found.count > 0 ? { count: found.count, row: row(found.first) } : null,
    lastHead:
      found.head < 0
        ? null
        : {
            row: row(found.head),
            text: found.headText.replace(/^\s*#+\s*/, ""),
          },
  };
}
