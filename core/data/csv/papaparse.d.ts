/** The part of Papa Parse used here: its own types bring in those of Node, which core does not know. */
declare module "papaparse" {
  interface Step {
    data: string[];
    errors: { code: string }[];
    /** `cursor`: where the next row begins in the text. */
    meta: { cursor: number };
  }
  interface Config {
    delimiter: string;
    newline: "\n";
    /** Rows to read; all when left out. */
    preview?: number;
    step: (result: Step) => void;
  }
  const Papa: {
    /** Reads a text row by row, at once; what `step` throws ends it. */
    parse(text: string, config: Config): void;
  };
  export default Papa;
}
