/** Plain JavaScript of TypeScript: what runs here is what a user's bundler would make, not what a loader for development makes. */
import { join } from "node:path";
import { buildSync } from "esbuild";

/** Bundles an entry with evenkeel's source into a file that Node runs as it is, and others for what is loaded later. The other libraries stay as they were published. */
export function bundle(entry: string, name: string): string {
  const outdir = join(import.meta.dirname, "node_modules/.bundles");
  buildSync({
    entryPoints: { [name]: entry },
    absWorkingDir: import.meta.dirname,
    conditions: ["@evenkeel/source"],
    external: ["@tensorflow/*", "@jax-js/*", "onnxruntime-web", "esbuild"],
    bundle: true,
    platform: "node",
    format: "esm",
    target: "es2022",
    splitting: true,
    outdir,
    outExtension: { ".js": ".mjs" },
  });
  return join(outdir, `${name}.mjs`);
}
