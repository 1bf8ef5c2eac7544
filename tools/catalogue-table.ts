/** The tables of docs/catalogue.md: every row of the catalogue in every spelling, whether it passes, and where and how it does not. */
import { readFileSync } from "node:fs";
import { EXPECTATIONS, type Expectations, nameOf } from "../packages/conformance/src/catalogue/expectations.js";
import { PARTS } from "../packages/conformance/src/catalogue/rows/index.js";
import { fillCommand, markdown } from "./blocks.js";

const TITLES: Readonly<Record<string, string>> = {
  A1: "Exponentials and logarithms",
  A2: "Sigmoids and tangents",
  A3: "Softmax and what is made of it",
  A4: "Norms, variances, cancellation, trigonometry",
  A5: "Densities, divergences, losses",
  A6: "Graphs and gradients",
};
const { fails, parts } = JSON.parse(readFileSync(EXPECTATIONS, "utf8")) as Expectations,
  cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("*", "\\*").replaceAll("_", "\\_").replaceAll("<", "\\<");

const tables = PARTS.map(({ name, rows, absent }) => {
  const { pass, stated } = parts[name]!,
    spellings = rows.map((row) => [
      row.id,
      `\`${row.written.replaceAll("|", "\\|")}\``,
      fails[nameOf(row)] ? cell(fails[nameOf(row)]!.says) : "passes",
    ]),
    missing = absent.map(({ id, reason }) => [id, "", `cannot be stated: ${cell(reason)}`]);
  return `## ${TITLES[name]!}\n\n${pass} of ${stated} rows pass in all of their spellings.\n\n${markdown(["row", "written", "here"], [...spellings, ...missing])}`;
});
const all = Object.values(parts),
  total = (of: "pass" | "stated" | "absent"): number => all.reduce((n, part) => n + part[of], 0);
await fillCommand("docs/catalogue.md", {
  "tools/catalogue-table.ts": `${total("pass")} of ${total("stated")} rows pass; ${total("absent")} more cannot be stated with the ops there are.\n\n${tables.join("\n\n")}`,
});
