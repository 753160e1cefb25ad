/** One document, as the build makes it of Markdown. */
export interface DocPage {
  /** The name of its file, without the ending. */
  id: string;
  title: string;
  /** Made of the documents of the project alone, without scripts and styles. */
  html: string;
  sections: DocSection[];
}

/** What stands below one heading. */
export interface DocSection {
  /** The id of its heading in the page. */
  anchor: string;
  title: string;
  text: string;
}
