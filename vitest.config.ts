import { svelte } from "@sveltejs/vite-plugin-svelte";
import { docs } from "./scripts/docs/plugin.mjs";
import { configDefaults, defineConfig } from "vitest/config";

// Where processes, disks, timers and windows decide when something happens, a test that fails is
// tried once more; `npm test` names it in its closing lines all the same.
const retry = 1;

const node = (name: string) => ({
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`],
    environment: "node",
    // Real processes, databases and networks: limits catch hangs, not slowness.
    testTimeout: 60_000,
  },
});

// Files of one project share a process and its modules, which are loaded once: most of the time goes into that.
const shared = { isolate: false };

const toys = "tests/renderer/toy-*.test.ts";
const renderer = [svelte(), docs(import.meta.dirname)];

export default defineConfig({
  test: {
    // All cores; Vitest would leave one idle.
    maxWorkers: "100%",
    projects: [
      { test: { ...node("core").test, ...shared } },
      {
        // Processes and disks that are timed: one file at a time.
        test: { ...node("main").test, retry, fileParallelism: false },
      },
      { test: { ...node("scripts").test, fileParallelism: false } },
      {
        plugins: renderer,
        test: { ...node("renderer").test, ...shared, retry, exclude: [toys] },
      },
      // These replace modules of the program.
      {
        plugins: renderer,
        test: { ...node("toys").test, include: [toys] },
      },
      {
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          // These are about Electron itself.
          exclude: process.env.EDGE_LAB_CHROMIUM
            ? ["tests/e2e/security.test.ts", "tests/e2e/docs-site.test.ts"]
            : configDefaults.exclude,
          // Windows of one machine: one at a time, and a real engine takes its time.
          fileParallelism: false,
          testTimeout: 120_000,
          retry,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "torture",
          include: ["tests/torture/**/*.test.ts"],
          globalSetup: ["tests/torture/fuzz/table.ts"],
          fileParallelism: false,
          // Long enough for an hour of work; each test has a limit of its own where it is short.
          testTimeout: 7_200_000,
          hookTimeout: 300_000,
          retry,
        },
      },
      {
        test: {
          name: "bench",
          include: ["tests/bench/**/*.bench.test.ts"],
          fileParallelism: false,
          testTimeout: 600_000,
        },
      },
    ],
  },
});
