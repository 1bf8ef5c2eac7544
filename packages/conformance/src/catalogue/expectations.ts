/** What is known to fail, each with a point at which it does: recorded by `scripts/catalogue.ts --record`, and held to by the test. */
import { readFileSync, writeFileSync } from "node:fs";
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
const file = new URL("./expectations.json", import.meta.url);
export const nameOf = (row: Row): string => `${row.id} ${row.written}`;
export const expectations = (): Expectations => JSON.parse(readFileSync(file, "utf8")) as Expectations;
export const record = (found: Expectations): void => writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
