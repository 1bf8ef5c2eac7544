/** What is known to fail, each with a point at which it does: recorded by `scripts/catalogue.ts --record`, and held to by the test. */
import type { Point } from "./points.js";
import type { Row } from "./row.js";

export interface Expected {
  readonly point: Point;
  readonly says: string;
}
export interface Expectations {
  /** Rows that pass in all of their forms, rows that can be stated, rows that cannot; by part. */
  readonly parts: Readonly<Record<string, { readonly pass: number; readonly stated: number; readonly absent: number }>>;
  /** By id and expression. */
  readonly fails: Readonly<Record<string, Expected>>;
}
/** Where they are recorded. */
export const EXPECTATIONS = new URL("./expectations.json", import.meta.url);
export const nameOf = (row: Row): string => `${row.id} ${row.written}`;
