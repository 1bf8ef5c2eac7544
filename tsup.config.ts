/** One build for every package: ES modules and their types, from src/index.ts (a command: src/main.ts), and methods.ts, internal.ts, words.ts, narrow.ts and exact.ts where there are, to dist. */
import { existsSync } from "node:fs";
import { defineConfig } from "tsup";

const command = existsSync("src/main.ts");

export default defineConfig({
  entry: command
    ? ["src/main.ts"]
    : ["src/index.ts", "src/methods.ts", "src/internal.ts", "src/words.ts", "src/narrow.ts", "src/exact.ts"].filter((file) => existsSync(file)),
  format: ["esm"],
  target: "es2022",
  platform: command ? "node" : "neutral",
  // Of the packages that it is made of, a package reads the types that were built: it is quicker than to read their sources once more.
  dts: command ? false : { compilerOptions: { customConditions: [] } },
  sourcemap: true,
  clean: true,
  silent: true,
  tsconfig: "../../tsconfig.base.json",
});
