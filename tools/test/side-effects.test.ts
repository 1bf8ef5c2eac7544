/** What bundlers are told of side effects: core's registration stays, whatever is imported of it, and nothing else does. */
import { join } from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { ROOT } from "../source.js";

async function bundled(program: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: join(ROOT, "tools"), loader: "ts" },
    conditions: ["@evenkeel/source"],
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
  });
  return outputFiles[0]!.text;
}

test.each(['import "@evenkeel/core";', 'import { BLOCK } from "@evenkeel/core"; console.log(BLOCK);'])(
  "%s registers core and brings no op",
  async (program) => {
    const text = await bundled(program);
    expect(text).toContain("evenkeel.core");
    expect(text).not.toContain("softplus");
    expect(text.length).toBeLessThan(600);
  },
);
test("a program that uses tensors registers core once", async () => {
  const text = await bundled('import { add } from "@evenkeel/core"; console.log(add(1, 2));');
  expect(text.match(/evenkeel\.core/g)).toHaveLength(1);
});
