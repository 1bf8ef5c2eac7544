/**
 * Tables that scripts write into documents, between `<!-- table: script.ts [name] -->` and `<!-- /table -->`; with --check they are compared.
 * A document without the block is a fault: a table that nothing updates would go on saying what was true once.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { ROOT } from "./source.js";

/** Puts each text into the block of its title, or with `check` answers the titles of those that differ from it. */
export async function fill(file: string, texts: Readonly<Record<string, string>>, check: boolean): Promise<string[]> {
  const before = readFileSync(file, "utf8"),
    stale: string[] = [];
  let after = before;
  for (const [title, text] of Object.entries(texts)) {
    const [, head, old, end] = new RegExp(`(<!-- table: ${title} -->\n)([^]*?)(<!-- /table -->)`).exec(after) ?? [];
    if (old === undefined)
      throw new RangeError(`${file}: there is no block ${title}. Write <!-- table: ${title} --> and <!-- /table --> around its place.`);
    const fresh = `\n${await formatted(file, text)}\n`;
    if (fresh !== old) stale.push(title);
    after = after.replace(`${head}${old}${end}`, () => `${head}${fresh}${end}`);
  }
  if (check) return stale;
  if (after !== before) writeFileSync(file, after);
  return [];
}

/** The same as a command: `node … script.ts [--check]`, for a document at the root. */
export async function fillCommand(document: string, texts: Readonly<Record<string, string>>): Promise<void> {
  for (const title of await fill(join(ROOT, document), texts, process.argv.includes("--check"))) {
    console.error(`${document}: the table ${title} is not what its script prints. Run \`pnpm gen\`.`);
    process.exitCode = 1;
  }
}

export const markdown = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** As prettier lays it out, so that the gate's format check agrees. */
const formatted = async (file: string, text: string): Promise<string> =>
  (await format(text, { ...(await resolveConfig(file)), parser: "markdown" })).trimEnd() + "\n";
