/** Where the rules of the stabiliser fire, by the reasons that the report gives; and where they are known not to. */
import * as core from "@evenkeel/core";
import { computed, judge } from "./judge.js";
import { given, type Point } from "./points.js";
import type { Row } from "./row.js";
import { PARTS } from "./rows/index.js";
import { contextsOf, type Rule } from "./rules.js";

/** An expression of four numbers, as a row. */
export const rowOf = (of: Row["of"]): Row => ({ id: "", written: "", of, leaves: [{ shape: [4], from: -Infinity, to: Infinity }], fails: [] });
export const pointOf = (rule: Rule): number[] => rule.at.map(Math.fround);
/** The reasons that the report gives. */
export const reasons = (row: Row, at: readonly number[], mode: "on" | "off"): string[] => reasonsAt(row, [at], mode);
function reasonsAt(row: Row, at: Point, mode: "on" | "off"): string[] {
  const seen = core.report();
  try {
    computed(row, at, mode);
    return seen.entries.map(({ why }) => why);
  } finally {
    seen.stop();
  }
}
/** The contexts in which a rule does not fire, or does not where it must; and where it fires and is wrong, with what is. */
export function firing(rule: Rule): { misses: string[]; wrong: string[] } {
  const misses: string[] = [],
    wrong: string[] = [],
    contexts = Object.entries(contextsOf(rule));
  for (const [name, of] of contexts) {
    const row = rowOf(of);
    if (!reasons(row, pointOf(rule), "on").some((why) => why.includes(rule.why))) {
      misses.push(name);
      continue;
    }
    const { verdict, worst } = judge(row, [pointOf(rule)]),
      off = verdict === "wrong" ? judge(row, [pointOf(rule)], "off") : undefined;
    // Something else of the expression was restated, and the rule was not: what is lost as written is lost still.
    if (off?.verdict === "wrong" && worst!.error <= 1.01 * off.worst!.error) misses.push(name);
    else if (verdict === "wrong" || verdict === "unknown") wrong.push(`${name}: ${verdict}, ${JSON.stringify(worst)}`);
  }
  return { misses: misses.length === contexts.length ? ["everywhere"] : misses, wrong };
}
/** Contexts by rule. */
export type Misses = Readonly<Record<string, readonly string[]>>;
/** Where they are recorded. */
export const MISSES = new URL("./misses.json", import.meta.url);

/** The ids of the catalogue's rows that each reason is given for, at the points where they fail as written. */
export function rowsByReason(): Map<string, string[]> {
  const found = new Map<string, Set<string>>();
  for (const row of PARTS.flatMap(({ rows }) => rows))
    for (const at of row.fails)
      for (const why of reasonsAt(row, given(row, at), "on")) {
        if (!found.has(why)) found.set(why, new Set());
        found.get(why)!.add(row.id);
      }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([why, ids]) => [why, [...ids].sort()]));
}
