/** Ops as methods of tensors: the same functions, with the same types, only where they are asked for. */
import { expect, test } from "vitest";
import * as core from "@evenkeel/core";
import { addMethods, type Method, type OpMethods } from "@evenkeel/core/methods";
import { cpu } from "@evenkeel/cpu";

core.setDefaultDevice(cpu());
const { tensor } = core;
const x = tensor([
  [1, -2, 3],
  [4, 5, -6],
]);

test("a method is its function of the tensor, with all other arguments", () => {
  expect(x.add(1).sum(1, { keepdim: true }).dataSync()).toEqual(Float32Array.of(5, 6));
  expect(x.transpose(0, 1).shape).toEqual([3, 2]);
  expect(
    x
      .matmul(tensor([1, 1, 1]))
      .neg()
      .dataSync(),
  ).toEqual(Float32Array.of(-2, -3));
});
test("a method of a parameter records its present value", () => {
  const p = core.parameter([1, 2]);
  p.assign([3, 4]);
  expect(p.mul(10).dataSync()).toEqual(Float32Array.of(30, 40));
});
test("methods record the nodes that functions record, so that both are restated alike", () => {
  const t = tensor(20);
  expect(t.sigmoid().neg().add(1).log().hash).toBe(core.log(core.add(core.neg(core.sigmoid(t)), 1)).hash);
  expect(t.sigmoid().neg().add(1).log().item()).toBe(-20);
});
test("every op is one, and what is no op of a tensor is not", () => {
  for (const name of ["add", "exp", "sum", "matmul", "gather", "embedding", "reshape"]) expect(x).toHaveProperty(name);
  for (const name of ["tensor", "zeros", "addFacts", "elementwise", "read", "parameter"]) expect(x).not.toHaveProperty(name);
});
test("one's own function can be one, and no name is taken twice", () => {
  addMethods({ plusOne: (t: core.Tensor) => core.add(t, 1) });
  const own = tensor(1) as unknown as { plusOne(): core.Tensor };
  expect(own.plusOne().item()).toBe(2);
  const before = x.add;
  expect(() => addMethods({ add: core.sub })).toThrow(/^addMethods: tensors have a member "add" already\. Choose another name/);
  expect(() => addMethods({ item: core.neg })).toThrow(TypeError);
  expect(x.add).toBe(before);
});

/** Types hold or this file does not compile; nothing here runs. */
export function types(): void {
  const one: () => core.Tensor = x.exp,
    two: (y: core.Operand) => core.Tensor = x.mul;
  x.reshape([-1]).sum(null, { keepdim: true }).add([1, 2]);
  // @ts-expect-error an operand is missing
  x.add();
  // @ts-expect-error exp takes nothing else
  x.exp(1);
  // @ts-expect-error a shape is no string
  x.reshape("3, 2");
  // @ts-expect-error no such method
  x.nothing();
  interface Overloaded {
    (x: core.Operand): number;
    (x: core.Operand, dim: number): string;
  }
  const f = null as unknown as Method<Overloaded>,
    n: number = f(),
    s: string = f(1);
  // @ts-expect-error neither overload takes a string
  f("1");
  const all: OpMethods = x;
  void [one, two, n, s, all];
}
