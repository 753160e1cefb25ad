/** Commands of the documents that documents.test.ts does not run: why, and the test that does. */
export interface NotRun {
  command: RegExp;
  reason: string;
  /** A test that runs the command, or the program behind it. */
  test?: string;
}

export const notRun: NotRun[] = [
  {
    command: /^npm start\b/,
    reason: "opens the window",
    test: "tests/torture/processes.test.ts",
  },
  {
    command: /^npm (test|run torture)\b/,
    reason: "runs all tests, and this one with them",
  },
  {
    command: /^npm run (check|lint|build)$/,
    reason: "npm test begins with it",
  },
  { command: /^npm run format$/, reason: "rewrites the files of the project" },
  {
    command: /^npm run bench\b/,
    reason: "measures for minutes, on a quiet machine",
  },
  {
    command: /^npm run screenshots$/,
    reason: "takes half an hour of windows and rewrites pictures of docs/",
  },
  {
    command: /^npm run docs$/,
    reason: "writes into dist/; a test makes the same site elsewhere",
    test: "tests/e2e/docs-site.test.ts",
  },
  {
    command: /^npm run package$/,
    reason: "takes minutes and a gigabyte",
    test: "tests/torture/package.test.ts",
  },
  {
    command: /^npm (run setup|audit|ci)\b/,
    reason: "needs the network",
    test: "tests/scripts/npm.test.ts",
  },
  {
    command: /^(xvfb-run -a )?npx vitest run /,
    reason: "a part of npm test; commands.test.ts checks that its files exist",
    test: "tests/scripts/commands.test.ts",
  },
  {
    command: /^(git clone …|cd) /,
    reason: "fetches the project from an address that each reader fills in",
  },
  {
    command: /^(apt-get|sudo apt) /,
    reason: "changes the system",
    test: "tests/torture/deb.test.ts",
  },
  {
    command: /^python folder\/run-12\.py$/,
    reason: "needs PyTorch",
    test: "tests/torture/torch-scripts.test.ts",
  },
  {
    command: /^npm run -s lab --$/,
    reason: "names the program, not one of its commands",
  },
  {
    command: /^npm run -s lab -- sweep --retry /,
    reason: "submits to a cluster",
    test: "tests/torture/slurm.test.ts",
  },
  {
    command: /^npm run -s lab -- analyze 1 --steps 60$/,
    reason: "computes for two minutes",
    test: "tests/main/engine/transformer.test.ts",
  },
];
