/** Differences and totals of exponentials: what cancels as it was written still does, and what is far below another is not lost beside it. */
import { beforeAll, expect, test } from "vitest";
import * as k from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { EXACT, HERE, orders } from "./orders.js";

type T = k.Tensor;
beforeAll(() => k.setDefaultDevice(cpu()));
/** A value and the gradients of its sum, here and exact. */
function both(f: (...x: T[]) => T, ...data: readonly (readonly number[])[]): readonly (readonly [number[], number[]])[] {
  const exact = orders(f, data, EXACT);
  return orders(f, data, HERE).map((v, i) => [v, exact[i]!] as const);
}
/** Each element by itself, to `ulps` of float32. */
function close(found: ReturnType<typeof both>, ulps: number): void {
  for (const [here, exact] of found)
    here.forEach((v, i) =>
      expect(Math.abs(v - exact[i]!), `${v}, not ${exact[i]}`).toBeLessThanOrEqual(ulps * 2 ** -23 * Math.abs(exact[i]!) + 2 ** -149),
    );
}

test("an exponential less a running sum of exponentials is 0 where it is their only one", () => {
  const x = [-50.1, -121.119, 17.281, -184.7],
    [[value]] = both((x, y) => k.mul(y, k.sub(k.exp(x), k.cumsum(k.exp(x), 0))), x, [1, 2, 3, 4]) as [[number[], number[]]];
  expect(value[0]).toBe(0);
  expect(Math.abs(value[2]!)).toBe(0);
});
test("e to a logarithm of a total has the gradient of elements whose shares vanish", () => {
  close(
    both((x) => k.exp(k.log(k.sum(k.exp(x)))), [30, 0, -80, 0.5]),
    2,
  );
  close(
    both((x) => k.exp(k.logsumexp(x, 0)), [30, 0, -70, 0.5]),
    2,
  );
});
test("the logarithm of a norm is known where no square is a number", () => {
  const x = [-29, -40, -30, -35];
  close(
    both((x) => k.log(k.norm(k.mul(x, k.sigmoid(x)))), x),
    8,
  );
  close(
    both((x) => k.log(k.pow(k.sum(k.pow(k.mul(k.sigmoid(x), x), 2)), -0.5)), [-229, -240, -230, -235]),
    8,
  );
});
test("what is far below what it is taken from has its derivative", () => {
  const x = [0.5, 0, -0.25, 40],
    w = [0.5, 0.75, 1.5, 1.25];
  close(
    both((x, y) => k.mul(w, k.div(k.sub(k.softmax(x, 0), k.softplus(y)), k.sigmoid(y))), x, [0]),
    16,
  );
  close(
    both((x, y) => k.mul(w, k.log(k.sub(k.sigmoid(y), k.softmax(x, 0)))), [0.5, 0, -0.25, -20], [3]),
    16,
  );
});

test("what vanished in float32 annihilates what is infinite there, in whatever op both are put together", () => {
  const u = (x: T): T => {
    const s = k.softplus(k.softmax(x, 0));
    return k.mul(x, k.div(s, k.add(1, s)));
  };
  close(
    both((x, y) => k.mul([0.5, 0.6, 0.7, 0.8], k.div(y, k.mul(k.exp(u(x)), k.log(k.exp(u(x)))))), [1, 1, 1, 300], [1]),
    16,
  );
});
test("the gradient of shares of exponentials is not rounded with exponentials that have few digits", () => {
  close(
    both((x) => k.pow(k.softmax(k.exp(x), 0), -1), [0, 0, 2, -95]),
    16,
  );
});
test("a quotient by a function that is a number at 0 keeps what its argument has twice", () => {
  const [value] = both((x) => k.div(k.sigmoid(x), k.log(k.sigmoid(k.mul(k.sigmoid(x), k.sigmoid(x))))), [0, -200, 3]);
  close([value!], 4);
  close(
    both((x) => k.div(x, k.softplus(x)), [0.5, -3, 20]),
    4,
  );
});
