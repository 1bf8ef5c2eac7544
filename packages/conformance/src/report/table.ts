/** A report as a Markdown table, one line for each value and derivative, and the sentences of what failed. */
import type { KindFinding } from "../kinds/run.js";
import type { Finding } from "../row.js";
import { naiveHolds, type Report } from "../run.js";
import { hex32 } from "../ulp.js";

export function table(report: Report): string {
  const head = ["op", "bound, ulp", "worst, ulp", "at", "inputs", "naive form, ulp", "failed"];
  const lines = report.findings.map((f) => [
    title(f),
    String(f.bound),
    number(f.worst),
    point(f.worstAt),
    f.inputs.toLocaleString("en"),
    naive(f),
    String(f.failed),
  ]);
  const rows = [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`);
  return [`${report.backend}, ${report.arithmetic}, seed ${report.seed}`, "", ...rows, ...sentences(report)].join("\n");
}

/** The structural kinds, as a table. */
export function kindTable(findings: readonly KindFinding[]): string {
  const lines = findings.map((f) => [f.kind, f.cases, f.elements.toLocaleString("en"), Number(f.worstTerms.toPrecision(3)), f.failures.length]);
  const head = ["kind", "cases", "elements", "worst beyond ½ ulp, in u times the sum of the terms' sizes", "failed"];
  const rows = [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`);
  return ["", ...rows, ...findings.flatMap((f) => f.failures.slice(0, 5).map((v) => v.sentence))].join("\n");
}

function sentences(report: Report): string[] {
  return report.findings.flatMap((f) => {
    const lines = f.failures.map((v) => v.sentence);
    if (naiveHolds(f)) lines.push(`${title(f)}: the naive form stays within ${f.bound} ulp at every hard point. Add a point where it breaks.`);
    return lines.length ? ["", ...lines] : [];
  });
}

const title = (f: Finding): string => (f.part === "value" ? f.op : `${f.op} ${[...f.part].map((letter) => `∂${letter}`).join("")}`);
const point = (x: readonly number[]): string => x.map((v) => `${Number(v.toPrecision(9))} (${hex32(v)})`).join(", ");
const number = (n: number): string => (n !== n || n === Infinity ? "a special value" : n < 1e4 ? n.toFixed(4) : n.toExponential(1));
const naive = (f: Finding): string => (f.naive ? `${number(f.naive.ulps)} at ${f.naive.at.map((v) => Number(v.toPrecision(9))).join(", ")}` : "");
