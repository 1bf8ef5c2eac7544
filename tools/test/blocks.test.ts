import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fill, markdown } from "../blocks.js";
import { tree } from "./tree.js";

const before = "# a\n\n<!-- table: t.ts one -->\n<!-- /table -->\n\ntext\n\n<!-- table: t.ts two -->\n\nold\n\n<!-- /table -->\n";
const texts = { "t.ts one": markdown(["x", "f(x)"], [["1", "$&"]]), "t.ts two": "new" };
const after =
  "# a\n\n<!-- table: t.ts one -->\n\n| x   | f(x) |\n| --- | ---- |\n| 1   | $&   |\n\n<!-- /table -->\n\ntext\n\n<!-- table: t.ts two -->\n\nnew\n\n<!-- /table -->\n";

test("puts each text in its block, laid out as prettier lays it out, and leaves the rest", async () => {
  const file = join(tree({ "A.md": before }), "A.md");
  expect(await fill(file, texts, false)).toEqual([]);
  expect(readFileSync(file, "utf8")).toBe(after);
});

test("a check changes nothing and names what differs", async () => {
  const root = tree({ "A.md": before, "B.md": after }),
    file = join(root, "A.md");
  expect(await fill(file, texts, true)).toEqual(["t.ts one", "t.ts two"]);
  expect(readFileSync(file, "utf8")).toBe(before);
  expect(await fill(join(root, "B.md"), texts, true)).toEqual([]);
});

test("a document without the block is refused", async () => {
  const file = join(tree({ "A.md": "# a\n" }), "A.md");
  await expect(fill(file, texts, true)).rejects.toThrow(/there is no block t.ts one/);
});
