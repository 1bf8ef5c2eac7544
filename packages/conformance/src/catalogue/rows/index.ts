/** All rows of the catalogue that can be stated in ops, and those that cannot. */
import type { Absent, Row } from "../row.js";
import { absentExponentials, exponentials } from "./exponentials.js";
import { absentDensities, densities } from "./densities.js";
import { absentGraph, graph } from "./graph.js";
import { absentNorms, norms } from "./norms.js";
import { absentSigmoids, sigmoids } from "./sigmoids.js";
import { absentSoftmaxes, softmaxes } from "./softmaxes.js";

export interface Part {
  readonly name: string;
  readonly rows: readonly Row[];
  readonly absent: readonly Absent[];
}
/** What is written in the same way, of other data, is numbered. */
function numbered(rows: readonly Row[]): Row[] {
  const met = new Map<string, number>();
  return rows.map((row) => {
    const name = `${row.id} ${row.written}`,
      n = (met.get(name) ?? 0) + 1;
    met.set(name, n);
    return n === 1 ? row : { ...row, written: `${row.written} (${n})` };
  });
}
const STATED: readonly Part[] = [
  { name: "A1", rows: exponentials, absent: absentExponentials },
  { name: "A2", rows: sigmoids, absent: absentSigmoids },
  { name: "A3", rows: softmaxes, absent: absentSoftmaxes },
  { name: "A4", rows: norms, absent: absentNorms },
  { name: "A5", rows: densities, absent: absentDensities },
  { name: "A6", rows: graph, absent: absentGraph },
];
export const PARTS: readonly Part[] = STATED.map((part) => ({ ...part, rows: numbered(part.rows) }));
