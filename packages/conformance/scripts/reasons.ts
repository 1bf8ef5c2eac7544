/** Which rows of the catalogue each rule of the stabiliser restates, at the points where they fail as written: writes core's `stability/catalogue.ts`. */
import { writeFileSync } from "node:fs";
import { setDefaultDevice } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { format, resolveConfig } from "prettier";
import { rowsByReason } from "../src/catalogue/firing.js";

setDefaultDevice(cpu());
const file = new URL("../../core/src/stability/catalogue.ts", import.meta.url),
  table = Object.fromEntries([...rowsByReason()].map(([why, ids]) => [why, ids.join(" ")]));
const text = `/** The rows of docs/catalogue.md that each rule restates: written by conformance's scripts/reasons.ts. */
export const CATALOGUE: Readonly<Record<string, string>> = ${JSON.stringify(table)};
`;
writeFileSync(file, await format(text, { ...(await resolveConfig(file)), parser: "typescript" }));
