import { build, type BuildOptions, type Plugin } from "esbuild";

const onlyWorkspace: Plugin = {
  name: "only the workspace",
  setup: ({ onResolve }) => onResolve({ filter: /^[^./]/ }, ({ path }) => (/^(@evenkeel\/|evenkeel$)/.test(path) ? null : { external: true })),
};

/** A program and the workspace's sources that it imports in one file, which a process reads sooner than hundreds; what others publish stays where it is. */
export async function bundled(program: Pick<BuildOptions, "entryPoints" | "stdin">): Promise<string> {
  const { outputFiles } = await build({
    ...program,
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    target: "es2022",
    conditions: ["@evenkeel/source"],
    plugins: [onlyWorkspace],
    logLevel: "silent",
  });
  return outputFiles[0]!.text;
}
