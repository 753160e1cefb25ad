/** The part of Papa Parse used here: its own types bring in those of Node, which core does not know. */
declare module "papaparse" {
  interface Step {
    data: string[];
    errors: { code: string }[];
  }
  const Papa: {
    /** Reads a text row by row, at once; what `step` throws ends it. */
    parse(
      text: string,
      config: { delimiter: string; step: (result: Step) => void },
    ): void;
  };
  export default Papa;
}
