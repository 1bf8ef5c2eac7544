/** The page as a static site that works from any path; packages come from their sources. */
import { defineConfig } from "vite";
import { data } from "./data.js";

export default defineConfig({
  base: "./",
  plugins: [data()],
  resolve: { conditions: ["@evenkeel/source", "module", "browser", "development|production"] },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  worker: { format: "es" },
  build: { target: "es2022", sourcemap: true, rolldownOptions: { checks: { pluginTimings: false } } },
});
