import type { Plugin } from "esbuild";

/** Makes one file of the workspace's sources, and leaves what others publish where it is. */
export const onlyWorkspace: Plugin = {
  name: "only the workspace",
  setup: ({ onResolve }) => onResolve({ filter: /^[^./]/ }, ({ path }) => (/^(@evenkeel\/|evenkeel$)/.test(path) ? null : { external: true })),
};
