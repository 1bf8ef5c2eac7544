/** Elementwise ops that users make: their gradients, stated or worked out, and what is refused. */
import { beforeEach, expect, test } from "vitest";
import { elementwise, type Ex, exp, mul, parameter, setDefaultDevice, sigmoid, sum, tanh, type Tensor, tensor } from "@evenkeel/core";
import * as words from "@evenkeel/core/words";
import { cpu } from "@evenkeel/cpu";
import { backward, grad, hessian } from "../src/index.js";

beforeEach(() => setDefaultDevice(cpu()));

test("a derivative that is left out is worked out from the body, of any order", () => {
  const cube = elementwise("cube", { body: (x) => words.mul(x, words.mul(x, x)) }),
    x = tensor([2]);
  expect(cube(x).item()).toBe(8);
  expect(grad((t: Tensor) => sum(cube(t)))(x).item()).toBe(12);
  expect(hessian((t: Tensor) => sum(cube(t)))(x).item()).toBe(12);
  const both = elementwise<2>("both", { body: (a, b) => mul(sigmoid(a), exp(tanh(b))) }),
    [a, b] = [parameter(0.5), parameter(-0.25)],
    s = 1 / (1 + Math.exp(-0.5)),
    t = Math.tanh(-0.25);
  backward(both(a, b));
  expect(a.grad!.item()).toBeCloseTo(s * (1 - s) * Math.exp(t), 6);
  expect(b.grad!.item()).toBeCloseTo(s * Math.exp(t) * (1 - t * t), 6);
});
test("of null no gradient passes, and none is asked for in vain", () => {
  const still = elementwise("still", { body: (x) => words.mul(x, 2), deriv: null }),
    p = parameter([1, 2]);
  expect(still(p).requiresGrad).toBe(false);
  expect(() => backward(sum(still(p)))).toThrow(/requires a gradient/);
});
test("a body that is a number has a gradient of 0, and a word without a derivative says what to write", () => {
  const flat = elementwise("flat", { body: (_x) => 3 as unknown as Ex });
  expect([...grad((t: Tensor) => sum(flat(t)))(tensor([1, 2])).dataSync()]).toEqual([0, 0]);
  const word = elementwise("word", { body: (x) => words.tanh(x) });
  expect(() => grad((t: Tensor) => sum(word(t)))(tensor([1]))).toThrow(
    "elementwise: the word tanh has no derivative of its own. Write the op of that name, or state deriv.",
  );
});
test("a derivative that is no expression is refused where it is asked for", () => {
  const f = elementwise("f", { body: (x) => words.mul(x, 2), deriv: (x) => ((x as unknown as number) * 2) as unknown as Ex });
  expect(() => grad((t: Tensor) => sum(f(t)))(tensor([3]))).toThrow(
    "elementwise f: a derivative gives NaN. Write it in ops or words: mul(x, x), and not x * x.",
  );
});
const word = (x: Ex): Ex => x;
test.each<readonly [string, () => unknown, string]>([
  [
    "operators",
    () => elementwise("f", { body: (x) => ((x as unknown as number) * (x as unknown as number)) as unknown as Ex }),
    "elementwise f: the body gives NaN. Write it in ops or words: mul(x, x), and not x * x.",
  ],
  ["nothing", () => elementwise("f", { body: () => undefined as unknown as Ex }), "elementwise f: the body has 0 operands. Write out 1 to 4."],
  [
    "a body without a result",
    () => elementwise("f", { body: (x) => void word(x) as unknown as Ex }),
    "elementwise f: the body gives undefined. Write it in ops or words: mul(x, x), and not x * x.",
  ],
  ["no body", () => elementwise("f", {} as { body: (x: Ex) => Ex }), "elementwise f: undefined is no function. Pass one."],
  [
    "another word for deriv",
    () => elementwise("f", { body: word, derivs: word } as { body: (x: Ex) => Ex }),
    "elementwise f: there is no option derivs. Use { body, deriv, takes, ofNumber, woven, limits, strays, rises, range, forms }.",
  ],
  [
    "one derivative of two",
    () => elementwise<2>("f", { body: (x, y) => words.mul(x, y), deriv: (_, y) => y }),
    "elementwise f: there is one derivative, and 2 operands. Give a list, with null where no gradient passes.",
  ],
  [
    "three derivatives of two",
    () => elementwise<2>("f", { body: (x, y) => words.mul(x, y), deriv: [null, null, null] }),
    "elementwise f: there are 3 derivatives, and 2 operands. Give one for each.",
  ],
  [
    "a number for a derivative",
    () => elementwise("f", { body: word, deriv: 5 } as never),
    "elementwise f: the derivative is a number. Give a function, a list of these, or null.",
  ],
  [
    "no name",
    () => elementwise({ body: word } as unknown as string, { body: word }),
    "elementwise: the name is an object. Pass a string, and then the row.",
  ],
])("%s is refused", (_, make, message) => {
  expect(make).toThrow(new TypeError(message));
});
