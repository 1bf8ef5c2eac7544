/** What few words need, as functions of their own, so that pages without those words do not load it: code that seldom runs, and bytes of vectors. */
import { Constant, type Code } from "./code.js";
import { I32, brIf, get, i32, iff, l2, loop, set, tee, v } from "./instructions.js";
import { simd, type Bundle, type Simd } from "./simd.js";

/**
 * Where a bit of the mask is set, and only then, the vectors of `values` are replaced by what `compute` makes of them, one of each at a time: code for
 * what is rare stays short. No two vectors of a value that changes may be one local.
 */
export function rarely(d: Simd, mask: Bundle, values: readonly Bundle[], compute: (one: Simd, ...values: Bundle[]) => readonly Bundle[]): void {
  const f = d.fn,
    left = f.local(I32),
    last = mask.length - 1;
  const turn = f.grab(() => {
    const results = compute(simd(f, 1, d.lanes), ...values.map((x) => [x[0]!]));
    // Every value moves up by one vector; after as many turns as there are vectors each is where it was.
    f.emit(results.map((result) => get(result[0]!)));
    f.emit(values.map((x) => x.slice(1).map((next, j) => set(x[j]!, get(next)))));
    f.emit([...values].reverse().map((x) => set(x[last]!, [])));
  });
  f.emit(iff(anyOf(mask), [set(left, i32.const(mask.length)), loop(turn, brIf(0, tee(left, i32.sub(get(left), i32.const(1)))))]));
}

/** Runs `turn` until no bit of the mask `more` is set, at least once; each turn's `next` are the values of the following one. */
export function whileAny(d: Simd, values: readonly Bundle[], turn: () => { readonly next: readonly Bundle[]; readonly more: Bundle }): void {
  const f = d.fn;
  const body = f.grab(() => {
    const { next, more } = turn();
    f.emit(next.map((x, i) => x.map((vector, j) => set(values[i]![j]!, get(vector)))));
    f.emit(brIf(0, anyOf(more)));
  });
  f.emit(loop(body));
}

/** The bits of either a or b. */
export const xor = (d: Simd, a: Bundle, b: Bundle): Bundle => d.map((j) => v.xor(get(a[j]!), get(b[j]!)));
/** 64-bit patterns, zeros moving in. */
export const shrBits = (d: Simd, a: Bundle, by: number): Bundle => d.map((j) => l2.shrU(get(a[j]!), i32.const(by)));

export const bytes = (values: readonly number[]): Code => new Constant(`b${values.join()}`, [0xfd, 12, values]);
/** The bytes of a that b's are the indices of; 0 for indices from 16 up. */
export const swizzle = (a: Code, b: Code): Code => [a, b, 0xfd, 14];
export const addBytes = (a: Code, b: Code): Code => [a, b, 0xfd, 0x6e];
export const subBytes = (a: Code, b: Code): Code => [a, b, 0xfd, 0x71];
const anyOf = (mask: Bundle): Code => [mask.map(get).reduce((a, b) => v.or(a, b)), 0xfd, 83];
