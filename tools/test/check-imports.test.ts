import { expect, test } from "vitest";
import { checkImports } from "../check-imports.js";
import { ROOT } from "../source.js";
import { tree } from "./tree.js";

test("this project keeps its arrows", () => {
  expect(checkImports(ROOT)).toEqual([]);
});

test("imports along the arrows pass", () => {
  const root = tree({
    "packages/cpu/src/index.ts": `import { type Kind, BLOCK } from "@evenkeel/core";\nimport { a } from "./a.js";\n`,
    "packages/optim/src/index.ts": `import { log } from "@evenkeel/core";\nexport { backward } from "@evenkeel/autograd";\nimport { record } from "@evenkeel/core/internal";\n`,
    "packages/evenkeel/src/index.ts": `export * from "@evenkeel/core";\n`,
    "packages/core/test/a.test.ts": `import { cpu } from "@evenkeel/cpu";\n`,
    "apps/cli/src/main.ts": `import { program } from "commander";\nimport { log } from "evenkeel";\nimport { SkipGram } from "@evenkeel/problems/word-vectors";\n`,
  });
  expect(checkImports(root)).toEqual([]);
});

test.each([
  ["core imports a backend", "packages/core/src/a.ts", `import { cpu } from "@evenkeel/cpu";`, "core may import no other package"],
  ["an import() type counts", "packages/core/src/a.ts", `type A = import("@evenkeel/cpu").A;`, "core may import no other package"],
  ["a dynamic import counts", "packages/core/src/a.ts", `await import("@evenkeel/cpu");`, "core may import no other package"],
  ["a re-export counts", "packages/autograd/src/a.ts", `export * from "@evenkeel/optim";`, "autograd may import core"],
  ["the umbrella leaves conformance out", "packages/evenkeel/src/a.ts", `export * from "@evenkeel/conformance";`, "evenkeel may import"],
  ["a library imports from npm", "packages/core/src/a.ts", `import pc from "picocolors";`, "no dependencies outside"],
  ["a library imports an app", "packages/core/src/a.ts", `import { a } from "../../../apps/cli/src/main.js";`, "sources end at its src folder"],
  ["a package is entered sideways", "packages/optim/src/a.ts", `import { a } from "../../core/src/order.js";`, "sources end at its src folder"],
  ["a backend imports a row", "packages/cpu/src/a.ts", `import { BLOCK, softplus } from "@evenkeel/core";`, "not softplus"],
  ["a backend imports a row under another name", "packages/cpu/src/a.ts", `import { softplus as BLOCK } from "@evenkeel/core";`, "not softplus"],
  ["a backend imports what is internal", "packages/cpu/src/a.ts", `import { record } from "@evenkeel/core/internal";`, "not record"],
  ["a backend imports everything", "packages/cpu/src/a.ts", `import * as core from "@evenkeel/core";`, "not everything"],
  ["a reference imports core", "packages/conformance/src/reference/a.ts", `import { a } from "@evenkeel/core";`, "a reference imports nothing"],
  ["a reference imports its judge", "packages/conformance/src/reference/a.ts", `import { a } from "../judge.js";`, "a reference imports nothing"],
  ["an app looks inside what apps share", "apps/cli/src/a.ts", `import { a } from "@evenkeel/problems/src/random.js";`, "public entry points only"],
  ["an app looks inside a package", "apps/cli/src/a.ts", `import { a } from "@evenkeel/core/src/order.js";`, "public entry points only"],
])("%s", (_, file, text, reason) => {
  expect(checkImports(tree({ [file]: text }))).toEqual([expect.stringMatching(new RegExp(`^${file}:1: .*${reason}`))]);
});

test("a library package has no dependencies", () => {
  const root = tree({ "packages/core/package.json": `{ "dependencies": { "@evenkeel/optim": "1", "left-pad": "1" } }` });
  expect(checkImports(root)).toEqual([expect.stringContaining("depends on left-pad")]);
});
