import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generate } from "../gen-version.js";
import { tree } from "./tree.js";

test("core's version is that of its package; a check says when it is not", () => {
  const root = tree({ "packages/core/package.json": '{ "version": "1.2.3" }' }),
    file = join(root, "packages/core/src/version.ts");
  expect(generate(root, true)).toEqual(["packages/core/src/version.ts is not the version of package.json. Run `pnpm gen`."]);
  expect(generate(root, false)).toEqual([]);
  expect(readFileSync(file, "utf8")).toContain('export const version = "1.2.3";\n');
  expect(generate(root, true)).toEqual([]);
  writeFileSync(join(root, "packages/core/package.json"), '{ "version": "1.2.4" }');
  expect(generate(root, true)).toHaveLength(1);
});
