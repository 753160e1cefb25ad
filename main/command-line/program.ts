/** What a person types before a command: in a checkout, or with the packaged program. */
export const program =
  process.versions.electron === undefined
    ? "npm run -s lab --"
    : "edge-lab-cli";
