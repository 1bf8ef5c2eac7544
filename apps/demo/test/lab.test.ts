/** The stability lab without its page: formulas, their evaluation on both grounds, their TeX, the bits of a number. */
import { beforeAll, describe, expect, test } from "vitest";
import { setDefaultDevice } from "@evenkeel/core";
import { cpu } from "@evenkeel/cpu";
import { curve, explained, numbersAt, pointsOf, truth } from "../src/lab/compute.js";
import { bitsOf, fromBits, shortest, stepped, ulpText } from "../src/lab/float32.js";
import { FormulaError, parse, type Part } from "../src/lab/formula.js";
import { GALLERY } from "../src/lab/gallery.js";
import { ARITY } from "../src/lab/vocabulary.js";

beforeAll(() => setDefaultDevice(cpu()));

const text = (part: Part): string =>
  part.kind === "number"
    ? String(part.value)
    : part.kind === "name"
      ? part.name
      : `${part.kind === "list" ? "" : part.name}(${part.of.map(text).join(" ")})`;

describe("formulas", () => {
  test.each([
    ["1 + 2 * x", "add(1 mul(2 x))"],
    ["-x^2", "neg(pow(x 2))"],
    ["2 ** 3 ^ x", "pow(2 pow(3 x))"],
    ["-2^x", "neg(pow(2 x))"],
    ["a = 1; b = a + x # a comment\nb * b", "mul(add(1 x) add(1 x))"],
    ["[x, 1][0]", "at((x 1) 0)"],
    ["where(x >= 0, x, -x)", "where(ge(x 0) x neg(x))"],
    ["+x - -1", "sub(x -1)"],
  ])("%s", (written, is) => expect(text(parse(written).value)).toBe(is));

  test.each([
    ["log(x", 5, "Expected )."],
    ["2 + log(x) x", 11, "operator missing"],
    ["2 * softmx(x)", 4, "Did you mean softplus or softmax?"],
    ["y + 1", 0, "y is not defined."],
    ["s = exp(x)\nlog(s, s)", 11, "log takes 1 argument, and here are 2."],
    ["log + 1", 0, "log is a function."],
    ["x = 2", 0, "give the value another name"],
    ["exp(x)\nlog(x)", 0, "Only the last line"],
    ["  ", 0, "There is nothing here."],
    ["[]", 0, "A list needs a number."],
    ["'a'", 0, "is no number"],
  ])("%s is wrong at %d", (written, index, message) => {
    const error = (() => {
      try {
        return parse(written);
      } catch (e) {
        return e;
      }
    })();
    expect(error).toBeInstanceOf(FormulaError);
    expect((error as FormulaError).message).toContain(message);
    expect((error as FormulaError).index).toBe(index);
  });

  test("every name is one that both grounds have", () => {
    for (const [name, [least]] of Object.entries(ARITY)) {
      const of =
          name === "clamp"
            ? "x, 0.1, 0.7"
            : name === "where"
              ? "x > 0.3, x, 2"
              : Array.from({ length: least }, (_, i) => (i ? "0.75" : "x")).join(", "),
        parsed = parse(`${name}(${of})`),
        x = name === "acosh" ? 1.5 : 0.5,
        [on, off] = (["on", "off"] as const).map((mode) => numbersAt(curve(parsed, Float32Array.of(x), 0, mode), 0)),
        t = truth(parsed, x, 0, on!, off!);
      expect(t, name).not.toBeNull();
      expect(t!.on.value, name).toBeLessThan(2);
      expect(t!.on.gradient, name).toBeLessThan(3);
    }
  });
});

describe("the gallery", () => {
  test.each(GALLERY)("$name fails as it is written, and is right as it is run", ({ text: written, view, element = 0, x }) => {
    const parsed = parse(written),
      xs = Float32Array.of(...pointsOf(view, 33), x),
      on = curve(parsed, xs, element, "on"),
      off = curve(parsed, xs, element, "off"),
      truths = Array.from(xs, (each, i) => truth(parsed, each, element, numbersAt(on, i), numbersAt(off, i)));
    for (const t of truths) {
      expect(t).not.toBeNull();
      expect(Math.max(t!.on.value, t!.on.gradient)).toBeLessThan(4);
    }
    const shown = truths.at(-1)!;
    expect(Math.max(shown.off.value, shown.off.gradient)).toBeGreaterThan(16);
    expect(explained(parsed).changes.length).toBeGreaterThan(0);
  });
});

test("what is written and what is run, as TeX, with the changes marked in both", () => {
  const { written, run, changes, width } = explained(parse("-log(1 - sigmoid(x))"));
  expect(written).toContain("\\class{change change-0}{1-\\sigma(x)}");
  expect(run).toBe("\\class{change change-2}{\\operatorname{softplus}(x)}");
  expect(changes).toHaveLength(3);
  expect(width).toBe(1);
  // A region is shown by its body, without what guards its limits.
  expect(explained(parse("sqrt(x + 1) - sqrt(x)")).run).toContain("\\frac{1}{\\sqrt{1+x}+\\sqrt{x}}");
  expect(explained(parse("p = sigmoid(x)\np * log(p)")).run).toContain("-\\sigma(x)\\,\\operatorname{softplus}(-x)");
  const lists = explained(parse("a = [1, 2]\nlog(cat(x * softmax(a), a))"));
  expect(lists.written).toContain("a &= [1,\\, 2]");
  expect(lists.width).toBe(4);
});

test("lists that do not go together, and elements that are not there, say so", () => {
  expect(() => explained(parse("[1, 2, x] + [1, 2]"))).toThrow("add: a list of 2 and one of 3 do not go together.");
  expect(() => explained(parse("[1, x][2]"))).toThrow("a whole number from -2 to 1");
});

test("the bits of float32, its neighbours and its shortest text", () => {
  expect(bitsOf(1)).toBe(0x3f800000);
  expect(fromBits(0xff800000)).toBe(-Infinity);
  expect(stepped(1, 1)).toBe(1 + 2 ** -23);
  expect(stepped(0, -1)).toBe(-(2 ** -149));
  expect(stepped(Infinity, 1)).toBe(Infinity);
  expect([Math.fround(0.1), 2e7, -1e-45, 3.4028234663852886e38, NaN, -Infinity, 16.635532379150391].map(shortest)).toEqual([
    "0.1",
    "2e7",
    "−1e−45",
    "3.4028235e38",
    "NaN",
    "−∞",
    "16.635532",
  ]);
  expect([0.5, 19, 123456, Infinity, NaN].map(ulpText)).toEqual(["0.50 ulp", "19 ulp", "1.2e5 ulp", "all lost", "all lost"]);
});

test("points of a view are float32 numbers, each once", () => {
  expect([...pointsOf({ from: 0, to: 1, log: false }, 3)]).toEqual([0, 0.5, 1]);
  expect([...pointsOf({ from: 1, to: 100, log: true }, 3)]).toEqual([1, 10, 100]);
  expect(pointsOf({ from: 1, to: 1 + 2 ** -22, log: false }, 100)).toHaveLength(3);
});
