/** MathML as plain data: the worker sends it, and the page makes elements of it. Whatever a name is, it is text there. */
export interface MathElement {
  readonly tag: string;
  readonly has?: Readonly<Record<string, string>>;
  readonly of: string | Row;
}
/** What stands side by side. */
export type Row = readonly MathElement[];

export const mi = (text: string, has?: MathElement["has"]): MathElement => ({ tag: "mi", has, of: text }),
  mn = (text: string): MathElement => ({ tag: "mn", of: text }),
  mo = (text: string, has?: MathElement["has"]): MathElement => ({ tag: "mo", has, of: text }),
  mtext = (text: string): MathElement => ({ tag: "mtext", of: text }),
  mrow = (of: Row, has?: MathElement["has"]): MathElement => ({ tag: "mrow", has, of });
/** An element of so many parts. */
export const parts = (tag: "mfrac" | "msqrt" | "msub" | "msup" | "mtd", ...rows: readonly Row[]): MathElement => ({
  tag,
  of: rows.map((row) => (row.length === 1 ? row[0]! : mrow(row))),
});
/** Of a table, its cells. */
export type Line = readonly Row[];
export const table = (kind: "cases" | "definitions" | "list", lines: readonly Line[]): MathElement => ({
  tag: "mtable",
  has: { class: kind },
  of: lines.map((cells) => ({ tag: "mtr", of: cells.map((cell) => parts("mtd", cell)) })),
});

/** A number's sign: the minus of a difference has other space around it. */
export const SIGN = mo("−", { form: "prefix" });
const THIN: MathElement = { tag: "mspace", has: { width: "0.17em" }, of: [] },
  COMMA = mo(",", { rspace: "0.33em" }),
  DOT = mo("⋅");
const between = (rows: readonly Row[], what: MathElement): Row => rows.flatMap((row, i) => (i ? [what, ...row] : row));
export const listed = (rows: readonly Row[]): Row => between(rows, COMMA),
  spaced = (...rows: readonly Row[]): Row => between(rows, THIN),
  dotted = (...rows: readonly Row[]): Row => between(rows, DOT);

const TALL: ReadonlySet<string> = new Set(["mfrac", "msup", "mtable"]);
const isTall = (row: Row): boolean => row.some(({ tag, of }) => TALL.has(tag) || (typeof of !== "string" && isTall(of)));
/** Brackets grow with what is tall, and only with that: fonts differ in what they take for tall. */
export function fenced(open: string, row: Row, close: string): MathElement {
  const has = isTall(row) ? undefined : { stretchy: "false" };
  return mrow([mo(open, has), ...row, mo(close, has)]);
}

/** Its characters, in order. */
export const characters = (row: Row): string => row.map(({ of }) => (typeof of === "string" ? of : characters(of))).join("");
