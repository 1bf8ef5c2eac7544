/**
 * Running sums, running products and recurrences, and their first and second derivatives. Each is affine in every single element of its inputs, and so
 * is every derivative: on small whole numbers the derivative by an element is, exactly, what adding 1 to it adds to the result.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { backward } from "@evenkeel/autograd";
import { cpu } from "@evenkeel/cpu";
import { add, cumprod, cumsum, mul, parameter, setDefaultDevice, sum, type Tensor, tensor } from "../src/index.js";
import { recurrence, runningProduct, runningSum } from "../src/ops/recurrence.js";

beforeAll(() => setDefaultDevice(cpu()));

const SHAPE = [2, 4, 2];
const SIZE = 16;
/** Small whole numbers, several of them 0. */
function whole(seed: number): Float32Array {
  let s = seed;
  return Float32Array.from({ length: SIZE }, () => (((s = (s * 48271) % 2147483647) >> 8) % 5) - 2);
}
const shaped = (data: Float32Array): Tensor => tensor(data, { shape: SHAPE });
const weighted = (y: Tensor, seed: number): Tensor => sum(mul(shaped(whole(seed)), y));

type Scan = (a: Tensor, b: Tensor) => Tensor;
const scans: Record<string, Scan> = {};
for (const reverse of [false, true]) {
  scans[`sum${reverse ? " reversed" : ""}`] = (a) => runningSum(a, reverse);
  for (const order of ["inclusive", "exclusive", "lagged"] as const) {
    scans[`recurrence ${order}${reverse ? " reversed" : ""}`] = (a, b) => recurrence(a, b, { order, reverse });
    if (order !== "lagged") scans[`product ${order}${reverse ? " reversed" : ""}`] = (a) => runningProduct(a, { order, reverse });
  }
}
/** The gradient of what a scan gives by one of its inputs, recorded so that it has gradients itself. */
const pulled =
  (scan: Scan, by: 0 | 1, seed: number): Scan =>
  (...given) => {
    const inputs = given.map((t) => (t.requiresGrad ? t : tensor(t.dataSync(), { shape: t.shape, requiresGrad: true }))) as [Tensor, Tensor],
      y = scan(...inputs);
    return gradients(y, shaped(whole(seed))).get(inputs[by]) ?? mul(y, 0);
  };

/** The cotangent of everything below y. */
function gradients(y: Tensor, g: Tensor): Map<Tensor, Tensor> {
  const order: Tensor[] = [],
    found = new Map([[y, g]]);
  const visit = (t: Tensor): void => {
    if (order.includes(t)) return;
    t.inputs.forEach(visit);
    order.unshift(t);
  };
  visit(y);
  for (const t of order)
    if (t.inputs.length && found.has(t))
      t.op.vjp?.(found.get(t)!, t).forEach((part, i) => {
        const x = t.inputs[i]!;
        if (part && x.requiresGrad) found.set(x, found.has(x) ? add(found.get(x)!, part) : part);
      });
  return found;
}

function check(scan: Scan): void {
  const inputs = [whole(3), whole(4)] as const;
  const value = (a: Float32Array, b: Float32Array): number => weighted(scan(shaped(a), shaped(b)), 5).item();
  const [p, q] = [parameter(shaped(inputs[0])), parameter(shaped(inputs[1]))];
  const loss = weighted(scan(p.current, q.current), 5);
  if (loss.requiresGrad) backward(loss);
  for (const [k, t] of [p, q].entries()) {
    const grad = t.grad ? t.grad.dataSync() : new Float32Array(SIZE);
    const more = (i: number): number => {
      const next = inputs.map((x) => x.slice()) as [Float32Array, Float32Array];
      next[k]![i]!++;
      return value(...next) - value(...inputs);
    };
    expect(Array.from(grad, (g) => g + 0)).toEqual(Array.from(grad, (_, i) => more(i) + 0));
  }
}

describe.each(Object.entries(scans))("%s", (_, scan) => {
  test("first derivatives", () => check(scan));
  test.each([0, 1] as const)("second derivatives, by input %i first", (by) => check(pulled(scan, by, 6)));
});

describe("values", () => {
  const values = (t: Tensor): number[] => [...t.dataSync()];
  test("running sums and products along any dimension", () => {
    const x = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(values(cumsum(x, 0))).toEqual([1, 2, 3, 5, 7, 9]);
    expect(values(cumsum(x, -1))).toEqual([1, 3, 6, 4, 9, 15]);
    expect(values(cumprod(x, 0))).toEqual([1, 2, 3, 4, 10, 18]);
    expect(values(cumprod(x, 1))).toEqual([1, 2, 6, 4, 20, 120]);
  });
  test("nothing, and one number", () => {
    expect(cumsum(tensor(new Float32Array(0), { shape: [2, 0] }), 1).shape).toEqual([2, 0]);
    expect(values(cumsum(tensor(new Float32Array(0), { shape: [2, 0] }), 0))).toEqual([]);
    expect([cumsum(3, 0).item(), cumprod(tensor(3), -1).item()]).toEqual([3, 3]);
    expect([cumsum(3, 0).shape, cumprod(3, 0).shape]).toEqual([[], []]);
  });
  test("a product that leaves the range comes back", () => {
    expect(values(cumprod([1e30, 1e30, 1e-30, 1e-30, 3], 0))).toEqual([Math.fround(1e30), Infinity, ...[1e30, 1, 3].map(Math.fround)]);
    expect(values(cumprod([-1e-30, 1e-30, 1e30, 1e30], 0))).toEqual([-1e-30, -0, -1e-30, -1].map(Math.fround));
  });
  test("specials", () => {
    expect(values(cumsum([-0, 1, Infinity, 1, -Infinity, 1], 0))).toEqual([0, 1, Infinity, Infinity, NaN, NaN]);
    expect(values(cumprod([-0, -1, 2, Infinity, 1], 0))).toEqual([-0, 0, 0, NaN, NaN]);
  });
});

describe("the gradient of cumprod", () => {
  const gradient = (x: number[]): number[] => {
    const p = parameter(x);
    backward(sum(cumprod(p, 0)));
    return [...p.grad!.dataSync()];
  };
  test("zeros, one and several", () => {
    expect(gradient([2, 0, 3])).toEqual([1, 8, 0]);
    expect(gradient([2, 0, 0, 5])).toEqual([1, 2, 0, 0]);
    expect(gradient([0, 3, 2])).toEqual([10, 0, 0]);
  });
  test("what overflows behind a zero is no NaN", () => {
    const huge = new Array<number>(12).fill(1e38);
    expect(gradient([1, 0, ...huge])).toEqual([1, Infinity, ...huge.map(() => 0)]);
    expect(gradient([0, 1, ...huge])).toEqual([Infinity, 0, ...huge.map(() => 0)]);
  });
  test("no gradient, no NaN, though the product overflowed", () => {
    const p = parameter([1e30, 1e30, 1e30]);
    backward(sum(mul(0, cumprod(p, 0))));
    expect([...p.grad!.dataSync()]).toEqual([0, 0, 0]);
  });
});

test("errors", () => {
  expect(() => cumsum([1, 2], 1)).toThrow(/^cumsum: dimension 1 is out of range for shape \[2\]\. Use -1 … 0\./);
  expect(() => cumprod([1, 2], 0.5)).toThrow(RangeError);
  expect(() => cumprod(Int32Array.of(65536, 65536), 0).dataSync()).toThrow(
    /^cumprod: the result is beyond int32\. Convert the operand first, with to\(x, "float64"\)\.\n {2}in cumprod\[2\]\. Turn on trace\(\) to see the lines\.$/,
  );
});
