import { expect, test } from "vitest";
import { checkAbsences } from "../check-absences.js";
import { ROOT } from "../source.js";
import { tree } from "./tree.js";

test("this project contains none of it", () => {
  expect(checkAbsences(ROOT)).toEqual([]);
});

test("exact Math, comments, and words that only look alike pass", () => {
  const root = tree({
    "packages/cpu/src/a.ts": `// Math.exp would differ; see https://example.org\nexport const a = Math.max(Math.fround(1), Math.LN2);\n`,
    "packages/core/src/a.ts": `/** any shape */\nexport const many = "any";\n`,
    "packages/cpu/test/a.test.ts": `const truth = Math.exp(1);\n`,
  });
  expect(checkAbsences(root)).toEqual([]);
});

const folder = (name: string): string => `/${name}/x`;
test.each([
  ["inexact Math in the CPU backend", "packages/cpu/src/a.ts", "const y = Math.exp(1);", "Math.exp differs"],
  ["Math in hiding", "packages/cpu/src/a.ts", "const { exp } = Math;", "Math.\\? differs"],
  ["fetch", "packages/core/src/a.ts", "await fetch(name);", "fetch reaches the network"],
  ["an address", "apps/cli/src/a.ts", `const from = "https://example.org/words";`, "reaches the network"],
  ["a network module", "apps/cli/src/a.ts", `import { get } from "node:https";`, "reaches the network"],
  ["any as a type", "packages/core/src/a.ts", "const y = (x: any) => x;", "any hides a type"],
  ["as any", "packages/core/src/a.ts", "const y = x as any;", "any hides a type"],
  ["any as an argument of a type", "packages/core/src/a.ts", "const y = new Set<any>();", "any hides a type"],
  ["a path of this machine", "README.md", `cd ${folder("tmp")}`, "belongs to a machine"],
  ["someone's home", "notes.txt", `cd ${folder("home")}`, "belongs to a machine"],
  ["a host in the lockfile", "pnpm-lock.yaml", "resolution: {tarball: https://example.org/a.tgz}", "belongs to a machine"],
])("%s", (_, file, text, reason) => {
  expect(checkAbsences(tree({ [file]: text }))).toEqual([expect.stringMatching(new RegExp(`^${file}:1: .*${reason}`))]);
});
