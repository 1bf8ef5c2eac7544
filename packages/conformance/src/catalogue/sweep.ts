/** A row at the points where it fails as written, and at many others. */
import { beyond, type Component, judge, type Judged } from "./judge.js";
import { given, type Point, pointsOf } from "./points.js";
import type { Row } from "./row.js";

export interface Failure {
  readonly point: Point;
  readonly worst?: Component;
  readonly text: string;
}
export interface Found {
  readonly right: boolean;
  readonly verdicts: Readonly<Record<Judged["verdict"], number>>;
  /** The worst first. */
  readonly failures: readonly Failure[];
  /** What is wrong with the row itself. */
  readonly defects: readonly string[];
}
const show = (x: number): string => (Number.isFinite(x) ? String(Number(x.toPrecision(9))) : String(x));
const pointText = (point: Point): string => point.map((x) => (x.length === 1 ? show(x[0]!) : `[${x.map(show).join(", ")}]`)).join(", ");
function failureOf(point: Point, { worst, why }: Judged): Failure {
  if (!worst) return { point, text: `at ${pointText(point)}: ${why}` };
  const { name, got, truth } = worst,
    off = beyond(worst);
  return {
    point,
    worst,
    text: `at ${pointText(point)}: ${name} is ${show(got)}, not ${show(truth)}${Number.isFinite(off) ? `: ${off.toPrecision(3)} ulp beyond the condition` : ""}`,
  };
}

/** `spoil` changes results, to see that it is found. */
export function sweep(row: Row, count: number, spoil?: (x: number) => number): Found {
  const verdicts = { right: 0, wrong: 0, outside: 0, unknown: 0 },
    failures: Failure[] = [],
    defects: string[] = [];
  const fixed = row.fails.map((p) => given(row, p)),
    surviving = (row.survives ?? []).map((p) => given(row, p)),
    held = (row.holds ?? []).map((p) => given(row, p));
  for (const point of [...fixed, ...held, ...surviving, ...pointsOf(row, count)]) {
    const judged = judge(row, point, "on", spoil, !surviving.includes(point));
    verdicts[judged.verdict]++;
    if (judged.verdict === "wrong") failures.push(failureOf(point, judged));
    if (fixed.includes(point)) {
      if (judged.verdict === "outside" || judged.verdict === "unknown") defects.push(`${judged.verdict} at ${pointText(point)}`);
      else if (judge(row, point, "off").verdict !== "wrong") defects.push(`as written it does not fail at ${pointText(point)}`);
    }
  }
  const size = ({ worst }: Failure): number => (worst ? beyond(worst) : Infinity);
  failures.sort((a, b) => (size(a) === size(b) ? 0 : size(b) > size(a) ? 1 : -1));
  return { right: verdicts.wrong === 0 && verdicts.right > 0, verdicts, failures, defects };
}
/** What there is to say beside pass and fail. */
export function summaryOf({ verdicts: { right, wrong, outside, unknown }, failures }: Found): string {
  const gradients = failures.filter(({ worst }) => worst?.name.startsWith("gradient")).length,
    lost = failures.filter(({ worst }) => !worst || beyond(worst) > 2 ** 23).length,
    parts = [
      wrong ? `${wrong} of ${right + wrong + outside} points wrong, ${gradients} in the gradient alone or most, ${lost} in all digits` : "",
      unknown ? `${unknown} not known` : "",
      outside ? `${outside} outside` : "",
    ].filter(Boolean);
  return parts.length ? `: ${parts.join("; ")}` : "";
}
