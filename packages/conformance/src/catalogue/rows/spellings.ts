/** One row of the catalogue in the ways in which people write it: its text, and what it says. */
import type { Leaf, Row } from "../row.js";

/** `fails` as points, or with those that `holds`. */
type Points = Row["fails"] | Pick<Row, "fails" | "holds">;
export const spellings = (id: string, leaves: readonly Leaf[], points: Points, ways: Readonly<Record<string, Row["of"]>>): Row[] =>
  Object.entries(ways).map(([written, of]) => ({ id, written, of, leaves, ...("fails" in points ? points : { fails: points }) }));
/** Of any size between a and b, which lie on both sides of 0 or begin at it. */
export const sized = (from: number, to: number, shape: readonly number[] = []): Leaf => ({ shape, from, to, around: 0 });
export const even = (from: number, to: number, shape: readonly number[] = []): Leaf => ({ shape, from, to });
