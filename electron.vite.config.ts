import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "electron-vite";
import { docs } from "./scripts/docs/plugin.mjs";
import { licences } from "./scripts/package/licences.mjs";

const project = import.meta.dirname;

export default defineConfig({
  main: {
    plugins: [licences(project, { withShipped: true })],
    build: {
      rollupOptions: {
        input: {
          main: "main/entry.ts",
          worker: "main/engine/worker.ts",
          cli: "main/cli.ts",
        },
        // Beside the programs: what they share looks for others of them in its own folder.
        output: { chunkFileNames: "[name]-[hash].js" },
      },
    },
  },
  preload: {
    plugins: [licences(project)],
    build: {
      rollupOptions: {
        input: { preload: "main/preload.ts" },
        // A sandboxed preload script must be CommonJS.
        output: { format: "cjs", entryFileNames: "[name].cjs" },
      },
    },
  },
  renderer: {
    root: "renderer",
    plugins: [svelte(), docs(project), licences(project)],
    build: {
      // The content security policy takes no fonts from data: addresses.
      assetsInlineLimit: 0,
      rollupOptions: {
        input: {
          index: "renderer/index.html",
          report: "renderer/report.html",
          figure: "renderer/figure.html",
        },
      },
    },
  },
});
