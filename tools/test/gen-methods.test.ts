import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generate, methodsOf } from "../gen-methods.js";
import { tree } from "./tree.js";

const core = {
  "packages/core/src/tensor/tensor.ts": "export class Tensor { readonly shape: readonly number[] = []; item(): number { return 0; } }\n",
  "packages/core/src/tensor/state.ts":
    'import { Tensor } from "./tensor.js";\nexport class Parameter extends Tensor { assign(value: Tensor): void { void value; } }\n',
  "packages/core/src/ops/index.ts": 'export * from "./ops.js";\n',
};
const ops = (more = ""): Record<string, string> => ({
  ...core,
  "packages/core/src/ops/ops.ts": `
    import type { Tensor } from "../tensor/tensor.js";
    type Operand = Tensor | number;
    type Scalar = { word: string };
    export interface Row { (...x: [x: Operand, y: Operand]): Tensor; (...x: [x: Scalar, y: Scalar]): Scalar; readonly op: string }
    export declare const add: Row;
    export const addFacts = { bound: 0.5 };
    export function sum(x: Operand, dim?: number): Tensor { void dim; return x as Tensor; }
    export function cat(parts: readonly Operand[]): Tensor { return parts[0] as Tensor; }
    export function scalar(x: number): number { return x; }
    export function where(condition: Operand, x: Operand): Tensor { void condition; return x as Tensor; }
    /** @internal */
    export function shared(x: Tensor): Tensor { return x; }
    export interface Options { readonly keepdim: boolean }
    ${more}`,
});

test("methods are the functions whose first parameter takes a tensor, rows among them", () => {
  expect(methodsOf(tree(ops())).map(({ name }) => name)).toEqual(["add", "sum"]);
});
test("a method whose name is a keyword is a function of another name", () => {
  const root = tree(ops("export function variance(x: Tensor): Tensor { return x; }\n    export { variance as var };"));
  expect(methodsOf(root).filter(({ local }) => local === "variance")).toEqual([
    { name: "var", local: "variance" },
    { name: "variance", local: "variance" },
  ]);
  generate(root, false);
  const text = readFileSync(join(root, "packages/core/src/methods.ts"), "utf8");
  expect(text).toContain("  var: Method<typeof variance>;");
  expect(text).toContain("  var: variance,");
  expect(text.match(/^  variance,$/gm)).toHaveLength(2);
});
test.each(["item", "shape", "assign"])("an op named %s is refused: tensors or parameters have such a member", (name) => {
  const root = tree(ops(`export function ${name}(x: Tensor): Tensor { return x; }`));
  expect(() => methodsOf(root)).toThrow(`methods: the op ${name} cannot be a method, tensors have a member of this name.`);
});
test("a check accepts what was generated and says what is stale", () => {
  const root = tree(ops());
  expect(generate(root, true)).toEqual([expect.stringContaining("packages/core/src/methods.ts")]);
  expect(generate(root, false)).toEqual([]);
  expect(generate(root, true)).toEqual([]);
  expect(readFileSync(join(root, "packages/core/src/methods.ts"), "utf8")).toContain("  sum: Method<typeof sum>;");
});
