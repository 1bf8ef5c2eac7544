/**
 * Rows of the catalogue put together at random, one to four of them: in other words, with layout and other ops between and around them, at points where they fail
 * as they are written. A row that is right by itself is to be right in any company.
 */
import * as core from "@evenkeel/core";
import { random } from "../cases.js";
import type { Algebra } from "./algebra.js";
import { CORE, judge } from "./judge.js";
import { type Expectations, nameOf } from "./expectations.js";
import { GIVEN, JOINED, LAID, SPELLED } from "./otherwise.js";
import { given, type Point, pointsOf } from "./points.js";
import type { Row } from "./row.js";
import { PARTS } from "./rows/index.js";

/** Which of the seeds from 1 on are wrong, recorded by scripts/composed.ts. */
export const KNOWN = new URL("./composed.json", import.meta.url);
export interface Known {
  readonly count: number;
  readonly verdicts: Readonly<Record<"right" | "wrong" | "outside" | "unknown", number>>;
  /** By seed, as small as they are wrong. */
  readonly wrong: Readonly<Record<string, string>>;
}
/** The rows that are right by themselves, given those that are not. */
export const rightRows = (fails: Expectations["fails"]): readonly Row[] =>
  PARTS.flatMap((part) => part.rows.filter((row) => !(nameOf(row) in fails) && row.fails.length));
export interface Composed {
  readonly row: Row;
  readonly point: Point;
  /** The names of what was decided, each of which can be left out. */
  readonly decided: readonly string[];
}
const MAX_ROWS = 4;
/** How often an op is spelled in other words, laid out elsewhere, and a datum given in another way. */
const SPELLS = 0.25;
const LAYS = 0.125;
const GIVES = 0.3;

/** Decisions by name: each is the same whatever others are left out. */
class Choices {
  readonly decided = new Set<string>();
  constructor(
    private readonly seed: number,
    private readonly left: ReadonlySet<string>,
  ) {}
  private unit(name: string): number {
    const next = random([...name].reduce((h, c) => (Math.imul(h, 31) + c.charCodeAt(0)) >>> 0, Math.imul(this.seed, 0x9e3779b1) >>> 0));
    for (let i = 0; i < 4; i++) next();
    return next() / 2 ** 32;
  }
  among(name: string, n: number): number {
    return Math.floor(this.unit(name) * n);
  }
  /** One of n, as often as is said and unless it is left out. */
  some<T>(name: string, all: readonly T[] | undefined, often: number): T | undefined {
    if (!all?.length || this.left.has(name) || this.unit(`${name}?`) >= often) return undefined;
    this.decided.add(name);
    return all[this.among(name, all.length)];
  }
  has(name: string): boolean {
    this.decided.add(name);
    return !this.left.has(name);
  }
}
const PLACES = new Set(["reshape", "permute", "expand", "unsqueeze", "flip", "narrow", "select", "indexSelect", "cat", "stack", "pad"]);
const CONDITIONS = new Set(["lt", "le", "gt", "ge", "eq"]);
type Call = (...operands: readonly unknown[]) => unknown;

/** The algebra, of which some calls are made in other words. A condition is none that is negated. */
function varied<T>(k: Algebra<T>, choices: Choices, name: string): Algebra<T> {
  const conditions = new Set<unknown>();
  let calls = 0;
  return new Proxy(k, {
    get(target, op: string) {
      const call = target[op as keyof Algebra<T>] as Call;
      if (PLACES.has(op)) return call;
      return (...operands: readonly unknown[]): unknown => {
        const at = `${name} ${op} ${calls++}`;
        if (CONDITIONS.has(op)) {
          const condition = call(...operands);
          conditions.add(condition);
          return condition;
        }
        const way = operands.some((x) => conditions.has(x)) ? undefined : choices.some(`${at} spelled`, SPELLED[op], SPELLS),
          y = way ? way(target, ...(operands as never[])) : (call(...operands) as T);
        return choices.some(`${at} laid`, LAID, LAYS)?.(target, y) ?? y;
      };
    },
  });
}
const sizeOf = (shape: readonly number[]): number => shape.reduce((n, d) => n * d, 1);

/** Null where a row is not right by itself at its point. `left`: decisions that are left out. */
export function compose(rows: readonly Row[], seed: number, left: ReadonlySet<string> = new Set()): Composed | null {
  const choices = new Choices(seed, left),
    parts = Array.from({ length: 1 + choices.among("rows", MAX_ROWS) }, (_, p) => {
      const row = rows[choices.among(`row ${p}`, rows.length)]!,
        named = [...row.fails, ...(row.holds ?? [])],
        which = choices.among(`point ${p}`, named.length + 1);
      return { row, point: which < named.length ? given(row, named[which]!) : pointsOf({ ...row, id: `${row.id} ${seed}` }, 1)[0]!, name: String(p) };
    });
  if (parts.some(({ row, point }) => judge(row, point).verdict !== "right")) return null;
  const kept = parts.filter(({ name }) => parts.length === 1 || choices.has(`part ${name}`)),
    ways = kept.map(({ row, name }) => row.leaves.map((_, i) => choices.some(`${name} given ${i}`, GIVEN, GIVES)));
  if (!kept.length) return null;
  const whole = <T>(k: Algebra<T>, leaves: readonly T[], means: boolean): T => {
    let at = 0,
      y: T | undefined,
      shape: readonly number[] = [];
    for (const [p, { row, name }] of kept.entries()) {
      const x = ways[p]!.map((way) => {
          const given = leaves.slice(at, (at += way?.to.length ?? 1));
          return way ? way.back(k, ...given) : given[0]!;
        }),
        of = (means && row.means) || row.of,
        z = of(varied(k, choices, name), ...x),
        own = shapeOf(row);
      [y, shape] = y === undefined ? [z, own] : joined(k, y, shape, z, own, choices, name);
    }
    return y!;
  };
  const row: Row = {
    id: kept.map((part) => part.row.id).join(" "),
    written: "",
    of: (k, ...x) => whole(k, x, false),
    means: (k, ...x) => whole(k, x, true),
    leaves: kept.flatMap((part, p) =>
      part.row.leaves.flatMap(({ shape = [] }, i) => (ways[p]![i]?.to ?? [0]).map(() => ({ shape, from: -Infinity, to: Infinity }))),
    ),
    fails: [],
  };
  const point = kept.flatMap((part, p) =>
      part.point.flatMap((x, i) => (ways[p]![i]?.to ?? [(y: number) => y]).map((to) => x.map((y) => Math.fround(to(y))))),
    ),
    written = row.of(TEXT, ...point.map((_, i) => String.fromCharCode("a".charCodeAt(0) + i)));
  return { row: { ...row, written }, point, decided: [...choices.decided] };
}
const shapes = new WeakMap<Row, readonly number[]>();
function shapeOf(row: Row): readonly number[] {
  if (!shapes.has(row)) shapes.set(row, row.of(CORE, ...row.leaves.map((leaf) => core.zeros(leaf.shape ?? []))).shape);
  return shapes.get(row)!;
}
/** By an op where shapes allow it, and put together end to end where they do not. */
function joined<T>(
  k: Algebra<T>,
  a: T,
  shape: readonly number[],
  b: T,
  own: readonly number[],
  choices: Choices,
  name: string,
): [T, readonly number[]] {
  const [n, m] = [sizeOf(shape), sizeOf(own)],
    by = n === 1 || m === 1 || shape.join() === own.join() ? choices.some(`${name} joined`, JOINED, 0.75) : undefined;
  if (!by) return [k.cat([k.reshape(a, [n]), k.reshape(b, [m])]), [n + m]];
  return [by(k, n === 1 ? k.reshape(a, []) : a, m === 1 ? k.reshape(b, []) : b), n === 1 ? (m === 1 ? [] : own) : shape];
}
const textOf = (x: unknown): string => (typeof x === "string" ? x : Array.isArray(x) ? `[${x.map(textOf).join(", ")}]` : JSON.stringify(x));
const TEXT = new Proxy({} as Algebra<string>, {
  get:
    (_, op: string) =>
    (...operands: readonly unknown[]) =>
      `${op}(${operands.map(textOf).join(", ")})`,
});

/** The same with as few decisions as it still fails with. */
export function smallestOf(rows: readonly Row[], seed: number): Composed {
  const left = new Set<string>();
  let found = compose(rows, seed)!;
  for (const name of found.decided) {
    left.add(name);
    const fewer = compose(rows, seed, left);
    if (fewer && judge(fewer.row, fewer.point).verdict === "wrong") found = fewer;
    else left.delete(name);
  }
  return found;
}
