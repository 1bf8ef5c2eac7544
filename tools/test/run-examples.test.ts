import { expect, test } from "vitest";
import { blocksOf, run } from "../run-examples.js";
import { ROOT } from "../source.js";

const example = (code: string) => ({ place: "README.md:1", folder: ROOT, code });

test("takes the ts blocks of a text, and no others", () => {
  const text = "# a\n\n```ts\nconst a = 1;\n```\n\n```sh\nnpm start\n```\n\n```ts\nb();\n```\n";
  expect(blocksOf(text)).toEqual([
    { line: 4, code: "const a = 1;\n" },
    { line: 12, code: "b();\n" },
  ]);
});

test("an example that prints what it says passes", async () => {
  expect(await run(example(`const a: number = 1;\nconsole.log(a); // → 1\nconsole.log("b\\nc");\n// → b\n// → c\n`))).toBeNull();
});

test("an example without promises need only run", async () => {
  expect(await run(example("console.log(1);\n"))).toBeNull();
});

test("an example that prints something else fails, and shows both", async () => {
  expect(await run(example("console.log(2); // → 1\n"))).toBe("README.md:1 says that it prints\n  1\nand prints\n  2");
});

test("an example that throws fails with its error", async () => {
  expect(await run(example(`throw new Error("no such thing");\n`))).toContain("no such thing");
});
