/**
 * scan: running sums and products, and the recurrence of which both are cases, along lines that lie in any way. Four lines go together, so that
 * one chain of dependent steps hides the latency of the others.
 */
import { type Arithmetic, bytesIn, type Fault, type ScanRequest } from "@evenkeel/core";
import { F64, I32, f32, f64, get, i32, iff, inc, select, set, type Code, type Fn } from "../emit/index.js";
import type { Machine } from "../machine.js";
import { beyondInt32 } from "./accumulate.js";
import { integers, repeat } from "./loops.js";
import { dimensions, each, merge, moved, takeRows } from "./walk.js";

/** Elements of one call, unless one group of lines has more. */
const CALL = 32768;
const TOGETHER = 4;
/** Lines that lie side by side are taken together from this many on: they share cache lines. */
const SIDE_BY_SIDE = 4;

/** Parameters: lines and steps, then bytes. Of each operand, factor, term and output, where it begins, and the distances of lines and of steps. */
const [LINES, STEPS, FIRST] = [0, 1, 2];
const PARAMETERS = 11;

export function scan(machine: Machine, { dtype, shape, order, reverse, factor, term, output }: ScanRequest): Fault | null {
  if (shape.includes(0)) return null;
  const key = `scan ${dtype} ${order} ${+!factor}${+!term}`;
  const run = machine.kernel(key, integers(PARAMETERS), integers(1), (f) => emit(f, dtype, order, factor !== null, term !== null));
  const operands = [factor ?? output, term ?? output, output];
  const bytes = bytesIn(dtype);
  const dims = dimensions(shape, operands, [bytes, bytes, bytes]);
  const [steps] = dims.splice(1, 1) as [(typeof dims)[0]];
  const grid = merge(dims);
  const lines = (grid.at(-1)?.size ?? 0) >= SIDE_BY_SIDE ? grid.pop()! : takeRows(grid, operands.length);
  const together = Math.max(TOGETHER, Math.floor(CALL / steps.size / TOGETHER) * TOGETHER);
  const first = moved(
    operands.map((o) => machine.address(o, dtype)),
    steps,
    reverse ? steps.size - 1 : 0,
  );
  const sign = reverse ? -1 : 1;
  let beyond = 0;
  each(grid, first, (point) => {
    for (let l = 0; l < lines.size; l += together) {
      const places = moved(point, lines, l).flatMap((address, k) => [address, lines.strides[k]!, sign * steps.strides[k]!]);
      beyond |= run(Math.min(together, lines.size - l), steps.size, ...places);
    }
  });
  return beyond ? { overflow: true } : null;
}

/** The state is p·2^(512·e): from step to step |p| is 0, infinite, or in [2⁻⁵¹², 2⁵¹²], which no float32 can carry out of float64. */
const BIG = 2 ** 512;
const SMALL = 2 ** -512;
/** Stands for 2^(512·e), |e| ≥ 2: times a state it is out of the range of float32, and still makes no NaN of 0 and ∞. */
const HUGE = 2 ** 510;

interface State {
  readonly p: number;
  readonly e: number;
  /** What additions lost, in running sums of float64. */
  readonly lost: number;
  /** Where this line's factor, term and output are. */
  readonly at: readonly number[];
}

const LOAD: Readonly<Record<Arithmetic, (address: Code) => Code>> = {
  float32: (address) => f64.promote(f32.load(address)),
  float64: (address) => f64.load(address),
  int32: (address) => f64.fromI32(i32.load(address)),
};

/** Returns whether an element is beyond int32. */
function emit(f: Fn, dtype: Arithmetic, order: ScanRequest["order"], hasFactor: boolean, hasTerm: boolean): void {
  const used = [hasFactor, hasTerm, true];
  const [n, groups, size, beyond] = f.localsOf(I32, 4) as [number, number, number, number];
  const [b, total] = f.localsOf(F64, 2) as [number, number];
  const isScaled = hasFactor && dtype === "float32";
  const isCompensated = !hasFactor && dtype === "float64";
  const states = Array.from({ length: TOGETHER }, (): State => ({
    p: f.local(F64),
    e: f.local(I32),
    lost: f.local(F64),
    at: f.localsOf(I32, 3),
  }));
  const loaded = (s: State, k: number): Code => LOAD[dtype](get(s.at[k]!));

  const multiply = (s: State): Code => [
    set(s.p, f64.mul(get(s.p), loaded(s, 0))),
    isScaled ? iff(i32.or(f64.gt(f64.abs(get(s.p)), f64.const(BIG)), f64.lt(f64.abs(get(s.p)), f64.const(SMALL))), rescale(s)) : [],
  ];
  const addPlain = (s: State): Code => set(s.p, f64.add(get(s.p), loaded(s, 1)));
  const add = (s: State): Code =>
    isCompensated
      ? [set(b, loaded(s, 1)), addCompensated(s, b, total)]
      : isScaled
        ? iff(get(s.e), addScaled(s, set(b, loaded(s, 1)), b), addPlain(s))
        : addPlain(s);
  const store = (s: State): Code => {
    const to = get(s.at[2]!);
    if (dtype === "int32") return [set(beyond, i32.or(get(beyond), beyondInt32(s.p))), i32.store(to, f64.toI32(get(s.p)))];
    if (dtype === "float64") return f64.store(to, isCompensated ? settled(s) : get(s.p));
    const plain = f32.store(to, f32.demote(get(s.p)));
    return isScaled ? iff(get(s.e), f32.store(to, f32.demote(f64.mul(get(s.p), power(get(s.e))))), plain) : plain;
  };
  const [times, plus] = [hasFactor ? multiply : () => [], hasTerm ? add : () => []];
  const step = (s: State): Code =>
    order === "inclusive" ? [times(s), plus(s), store(s)] : order === "exclusive" ? [store(s), times(s), plus(s)] : [plus(s), store(s), times(s)];
  const each = (visit: (k: number) => Code): Code => used.map((is, k) => (is ? visit(k) : []));
  const start = (k: number): number => FIRST + 3 * k;
  const lineStep = (k: number): number => start(k) + 1;
  const stepOf = (k: number): number => start(k) + 2;

  const lines = (group: readonly State[]): Code => [
    group.map((s, l) => [
      set(s.p, f64.const(hasTerm ? 0 : 1)),
      set(s.e, i32.const(0)),
      set(s.lost, f64.const(0)),
      each((k) => set(s.at[k]!, l === 0 ? get(start(k)) : i32.add(get(group[l - 1]!.at[k]!), get(lineStep(k))))),
    ]),
    // The next group begins one line after the last of this one.
    each((k) => set(start(k), i32.add(get(group.at(-1)!.at[k]!), get(lineStep(k))))),
    repeat(
      n,
      get(STEPS),
      group.map((s) => [step(s), each((k) => inc(s.at[k]!, get(stepOf(k))))]),
    ),
  ];
  f.emit(
    set(size, get(LINES)),
    repeat(groups, i32.shrU(get(size), 2), lines(states)),
    repeat(groups, i32.and(get(size), TOGETHER - 1), lines(states.slice(0, 1))),
    get(beyond),
  );
}

/** Adds b, and to what was lost what this addition loses, exactly: the larger of the two less their sum, and the smaller. */
const addCompensated = ({ p, lost }: State, b: number, total: number): Code => [
  set(total, f64.add(get(p), get(b))),
  set(
    lost,
    f64.add(
      get(lost),
      select(f64.add(f64.sub(get(p), get(total)), get(b)), f64.add(f64.sub(get(b), get(total)), get(p)), f64.le(f64.abs(get(b)), f64.abs(get(p)))),
    ),
  ),
  set(p, get(total)),
];
/** The sum with what it lost; without it where that is no number, because the sum is infinite. */
const settled = ({ p, lost }: State): Code => select(f64.add(get(p), get(lost)), get(p), f64.lt(f64.abs(get(lost)), f64.const(Infinity)));

/** Brings p back into its range. 0 has no exponent: a later term is added to it as it is. */
const rescale = ({ p, e }: State): Code =>
  iff(
    f64.eq(get(p), f64.const(0)),
    set(e, i32.const(0)),
    iff(
      f64.gt(f64.abs(get(p)), f64.const(BIG)),
      [set(p, f64.mul(get(p), f64.const(SMALL))), inc(e, 1)],
      [set(p, f64.mul(get(p), f64.const(BIG))), inc(e, -1)],
    ),
  );

/** Adds b where e is not 0: to a larger state in its scale, while a smaller one takes that of b; adding 0 changes nothing. */
const addScaled = ({ p, e }: State, load: Code, b: number): Code => [
  load,
  iff(
    i32.gtS(get(e), 0),
    set(p, f64.add(get(p), f64.mul(get(b), power(i32.sub(0, get(e)))))),
    iff(f64.ne(get(b), f64.const(0)), [set(p, f64.add(f64.mul(get(p), power(get(e))), get(b))), set(e, i32.const(0))]),
  ),
];

/** 2^(512·e) for e = ±1, and what stands for it beyond. */
const power = (e: Code): Code =>
  select(
    f64.const(BIG),
    select(f64.const(SMALL), select(f64.const(HUGE * BIG), f64.const(SMALL / HUGE), i32.gtS(e, 0)), i32.eq(e, -1)),
    i32.eq(e, 1),
  );
