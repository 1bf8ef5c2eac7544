import { expect, test } from "vitest";
import { bytes, I32, Mod, rarely, simd, swizzle, V128, call, f4, get, i32, l2, loop, brIf, set, tee, v } from "../src/emit/index.js";

const instance = (m: Mod, memory = new WebAssembly.Memory({ initial: 1 })): WebAssembly.Exports =>
  new WebAssembly.Instance(new WebAssembly.Module(m.bytes()), { m: { m: memory } }).exports;

test("a function is these bytes", () => {
  const m = new Mod();
  m.fn("add", [I32, I32], [I32], (f) => f.emit(i32.add(get(0), get(1))));
  const header = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  const types = [1, 7, 1, 0x60, 2, 0x7f, 0x7f, 1, 0x7f];
  const imports = [2, 8, 1, 1, 0x6d, 1, 0x6d, 2, 0, 0];
  const functions = [3, 2, 1, 0];
  const exports = [7, 7, 1, 3, 0x61, 0x64, 0x64, 0, 0];
  const code = [10, 9, 1, 7, 0, 0x20, 0, 0x20, 1, 0x6a, 0x0b];
  expect([...m.bytes()]).toEqual([header, types, imports, functions, exports, code].flat());
  expect((instance(m).add as (a: number, b: number) => number)(2, 40)).toBe(42);
});

test("a vector constant is computed once, at the function's entry", () => {
  const m = new Mod();
  m.fn("f", [I32], [], (f) => f.emit(v.store(get(0), f4.add(f4.const(1.5), f4.mul(f4.const(1.5), f4.const(-0))))));
  // Two locals: 1.5 and −0, which is not 0.
  expect([...m.bytes()].join()).toContain([1, 2, V128, 0x43, 0, 0, 0xc0, 0x3f, 0xfd, 0x13, 0x21, 1, 0x43, 0, 0, 0, 0x80, 0xfd, 0x13, 0x21, 2].join());
});

test.each([0, 1, 63, 64, -1, -64, -65, 127, 128, 8191, 8192, -8193, 2 ** 31 - 1, -(2 ** 31)])("the integer %i survives", (n) => {
  const m = new Mod();
  m.fn("f", [], [I32], (f) => f.emit(i32.const(n)));
  expect((instance(m).f as () => number)()).toBe(n);
});

test.each([0n, -1n, 64n, -0x10000000000000n, 0x3fe6a09e667f3bcdn, 2n ** 63n - 1n, -(2n ** 63n)])("the 64-bit integer %s survives", (n) => {
  const m = new Mod();
  const memory = new WebAssembly.Memory({ initial: 1 });
  m.fn("f", [], [], (f) => f.emit(v.store(i32.const(0), l2.const(n))));
  (instance(m, memory).f as () => void)();
  expect(new BigInt64Array(memory.buffer).slice(0, 2)).toEqual(new BigInt64Array([n, n]));
});

test("locals beyond 127, offsets beyond 127 and calls", () => {
  const m = new Mod();
  const memory = new WebAssembly.Memory({ initial: 1 });
  const double = m.fn("", [I32], [I32], (f) => f.emit(i32.add(get(0), get(0))));
  m.fn("f", [I32], [], (f) => {
    const locals = f.localsOf(I32, 300);
    const last = locals[299]!;
    f.emit(set(last, call(double, get(0))), i32.store(i32.const(0), get(last), 5000));
  });
  const exports = instance(m, memory);
  (exports.f as (n: number) => void)(21);
  expect(new Int32Array(memory.buffer)[1250]).toBe(42);
  expect(Object.keys(exports)).toEqual(["f"]);
});

test("code can be recorded and placed elsewhere", () => {
  const m = new Mod();
  m.fn("f", [I32], [I32], (f) => {
    const sum = f.local(I32);
    const step = f.grab(() => f.emit(set(sum, i32.add(get(sum), get(0)))));
    f.emit(loop(step, brIf(0, tee(0, i32.sub(get(0), i32.const(1))))), get(sum));
  });
  expect((instance(m).f as (n: number) => number)(10)).toBe(55);
});

test("a bundle takes every step in all its vectors", () => {
  const m = new Mod();
  const memory = new WebAssembly.Memory({ initial: 1 });
  const f32 = new Float32Array(memory.buffer);
  m.fn("f", [], [], (f) => {
    const s = simd(f, 2, f4);
    const x = s.map((j) => v.load(i32.const(0), 16 * j));
    const y = s.where(s.polynomial(x, [1, 2, 3]), 0, s.lt(x, 4));
    f.emit(y.map((local, j) => v.store(i32.const(64), get(local), 16 * j)));
  });
  f32.set([0, 1, 2, 3, 4, 5, 6, 7]);
  (instance(m, memory).f as () => void)();
  expect([...f32.slice(16, 24)]).toEqual([1, 6, 17, 34, 0, 0, 0, 0]);
});

test("what is rare is computed where it is needed, and the vectors keep their places", () => {
  const m = new Mod();
  const memory = new WebAssembly.Memory({ initial: 1 });
  const f32 = new Float32Array(memory.buffer);
  m.fn("f", [], [], (f) => {
    const s = simd(f, 3, f4);
    const x = s.map((j) => v.load(i32.const(0), 16 * j));
    const y = s.add(x, 1);
    const large = s.lt(10, x);
    rarely(s, large, [x, y], (one, a, b) => [a, one.where(one.mul(a, 2), b, one.lt(10, a))]);
    f.emit(s.add(x, y).map((local, j) => v.store(i32.const(64), get(local), 16 * j)));
  });
  const run = (values: number[]): number[] => {
    f32.set(values);
    (instance(m, memory).f as () => void)();
    return [...f32.slice(16, 28)];
  };
  const small = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 9];
  expect(run(small)).toEqual(small.map((x) => 2 * x + 1));
  const mixed = small.map((x, i) => (i % 5 === 1 ? x + 20 : x));
  expect(run(mixed)).toEqual(mixed.map((x) => (x > 10 ? 3 * x : 2 * x + 1)));
});

test("bytes are looked up, and those that are not there are 0", () => {
  const m = new Mod();
  const memory = new WebAssembly.Memory({ initial: 1 });
  const table = Array.from({ length: 16 }, (_, i) => 100 + i);
  m.fn("f", [], [], (f) => f.emit(v.store(i32.const(16), swizzle(bytes(table), v.load(i32.const(0))))));
  new Uint8Array(memory.buffer).set([0, 15, 16, 255, 3, 3, 128, 14]);
  (instance(m, memory).f as () => void)();
  expect([...new Uint8Array(memory.buffer, 16, 8)]).toEqual([100, 115, 0, 0, 103, 103, 0, 114]);
});
