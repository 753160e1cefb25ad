import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "electron-vite";

export default defineConfig({
  main: {
    build: {
      rollupOptions: {
        input: {
          main: "main/main.ts",
          worker: "main/engine/worker.ts",
          cli: "main/cli.ts",
        },
      },
    },
  },
  preload: {
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
    plugins: [svelte()],
    build: {
      // The content security policy takes no fonts from data: addresses.
      assetsInlineLimit: 0,
      rollupOptions: {
        input: { index: "renderer/index.html", report: "renderer/report.html" },
      },
    },
  },
});
