// Builds the page into ../built: one document, one script, one style sheet, under fixed names, because the program embeds them.
import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  build: {
    outDir: "../built",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    cssCodeSplit: false,
    rollupOptions: {
      output: {
        inlineDynamicImports: true,
        entryFileNames: "app.js",
        assetFileNames: "app[extname]",
      },
    },
  },
  plugins: [
    {
      // The program replaces these two lines when it writes everything into one file, so they are written in one way.
      name: "plain-tags",
      enforce: "post",
      transformIndexHtml: (html) => html.replaceAll(" crossorigin", ""),
    },
  ],
});
