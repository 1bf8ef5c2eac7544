/** The stability lab without its page: formulas, their evaluation on both grounds, their MathML, the bits of a number. */
import { beforeAll, describe, expect, test } from "vitest";
import { setDefaultDevice } from "@evenkeel/core";
import { curve, explained, numbersAt, pointsOf, truth } from "../src/lab/compute.js";
import { formulaCpu } from "../src/lab/device.js";
import { bitsOf, fromBits, numberOf, shortest, stepped, ulpText } from "../src/lab/float32.js";
import type { MathElement } from "../src/lab/elements.js";
import { FormulaError, parse, type Part } from "../src/lab/formula.js";
import { GALLERY } from "../src/lab/gallery.js";
import { writtenMath } from "../src/lab/mathml.js";
import { type Curves, summary, verdict } from "../src/lab/verdict.js";
import { chosen, panned, remembered, sane, zoomed } from "../src/lab/view.js";
import { ALONG, ARITY, REDUCTIONS } from "../src/lab/vocabulary.js";

beforeAll(() => setDefaultDevice(formulaCpu()));

const text = (part: Part): string =>
  part.kind === "number"
    ? String(part.value)
    : part.kind === "name"
      ? part.name
      : part.kind === "same"
        ? text(part.of)
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
    // Brackets count: a power binds tighter than a sign, and not than a sign in brackets.
    ["(-x)^2", "pow(neg(x) 2)"],
    ["(-2)^x", "pow(-2 x)"],
    ["(-(x))^2", "pow(neg(x) 2)"],
    ["--x^2", "pow(x 2)"],
    ["2^-x^2", "pow(2 neg(pow(x 2)))"],
    ["2 × x − π·1e400", "sub(mul(2 x) mul(3.141592653589793 Infinity))"],
    ["pi = 3\r\n\r\nexp = pi; exp(exp)", "exp(3)"],
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
    ["[1,, x]", 0, "A value is missing here."],
    ["x * ()", 6, "A value is missing here."],
    ["a =", 3, "A value is missing here."],
    ["(x, 1)", 0, "A list is [a, b]."],
    ["x > 0 ? 1 : 2", 6, "A choice is where(condition, a, b)."],
    ["constructor(x)", 0, "There is no function constructor."],
    ["1 + __proto__", 4, "__proto__ is not defined."],
    ["ln(x)", 0, "Did you mean log?"],
    ["e^x", 0, "or exp(…) for its powers"],
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

  test("what is made of lists needs nothing that was left out of the device", () => {
    const lists = [...REDUCTIONS, ...ALONG, "max", "min"],
      unary = Object.entries(ARITY).flatMap(([name, [least]]) => (least === 1 && name !== "cat" ? [name] : []));
    for (const outer of lists)
      for (const inner of unary)
        for (const text of [
          `sum(${outer}(${inner}([x, 0.3, 2*x])))`,
          `${inner}(${outer}(cat([x, 0.3], [2*x])))`,
          `dot([x, 2], cat(${outer}(${inner}([x, 0.5])), [1, 2])[0] + [1, x])`,
        ])
          for (const mode of ["on", "off"] as const) expect(() => curve(parse(text), Float32Array.of(0.4, 0.5), 0, mode), text).not.toThrow();
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

/** MathML in one line: {a}/{b}, a^{b}, a_{b}, √{a}, tables ⟦a & b; c⟧, what change 0 restated ⟨0: a⟩. */
function line({ tag, has, of }: MathElement): string {
  if (typeof of === "string") return of;
  const each = of.map(line),
    [a, b] = each;
  switch (tag) {
    case "mfrac":
      return `{${a}}/{${b}}`;
    case "msup":
      return `${a}^{${b}}`;
    case "msub":
      return `${a}_{${b}}`;
    case "msqrt":
      return `√{${a}}`;
    case "mspace":
      return " ";
    case "mtr":
      return each.join(" & ");
    case "mtable":
      return `⟦${each.join("; ")}⟧`;
  }
  const change = /^change change-(\d)$/.exec(has?.class ?? "")?.[1];
  return change === undefined ? each.join("") : `⟨${change}: ${each.join("")}⟩`;
}
const inLines = (written: string): { written: string; run: string } => {
  const found = explained(parse(written));
  return { written: line(found.written), run: line(found.run) };
};

test("what is written and what is run, with the changes marked in both", () => {
  expect(inLines("-log(1 - sigmoid(x))")).toEqual({ written: "⟨2: −⟨1: log(⟨0: 1−σ(x)⟩)⟩⟩", run: "⟨2: softplus(x)⟩" });
  const { changes, width } = explained(parse("-log(1 - sigmoid(x))"));
  expect(changes).toHaveLength(3);
  expect(width).toBe(1);
  // A region is shown by its body, without what guards its limits.
  expect(inLines("sqrt(x + 1) - sqrt(x)").run).toContain("{1}/{√{1+x}+√{x}}");
  expect(inLines("p = sigmoid(x)\np * log(p)").run).toContain("−σ(x) softplus(−x)");
  const lists = "a = [1, 2]\nlog(cat(x * softmax(a), a))";
  expect(inLines(lists).written).toContain("⟦a & =[1,2]; ");
  expect(explained(parse(lists)).width).toBe(4);
});

test.each([
  ["(-x)^2", "(−x)^{2}", "(−x)^{2}"],
  ["x - (-x)", "x−(−x)", "x+x"],
  ["(x < 2) + 1", "(x<2)+1", "(x<2)+1"],
  ["1 + (x - 2)", "1+(x−2)", "1+(x−2)"],
  ["x + -2", "x−2", "x−2"],
  ["x + -2*x", "x−2⋅x", "x−2⋅x"],
  ["sum([x, 1]) * x", "(∑[x,1]) x", "(∑[x,1]) x"],
  ["1.00000001 * x - 2.5e-18", "1.00000001⋅x−2.5⋅10^{−18}", "1.00000001⋅x−2.5⋅10^{−18}"],
  ["16.635532 * x", "16.635532⋅x", "16.635532⋅x"],
  ["x * 2^x - 1e5*x", "⟨1: ⟨0: x⋅2^{x}⟩−10^{5} x⟩", "⟨1: x⋅2^{x}−100000⋅x⟩"],
  ["[x, 1][-1]", "[x,1]_{−1}", "[x,1]_{1}"],
  ["mean([x, 2])", "mean([x,2])", "mean([x,2])"],
  ["clamp(x, 0, 1)", "clamp(x,0,1)", "clamp(x,0,1)"],
  ["log2(x) * lgamma(x)", "⟨0: log_{2}(x) log Γ(x)⟩", "⟨0: log_{2}(x) log Γ(x)⟩"],
  ["a = x\na", "x", "x"],
  ["a = 5; b = a; b * x", "⟦a & =5; b & =a; y & =b x⟧", "5⋅x"],
  ["y = x + 1; y", "x+1", "x+1"],
  ["y = x + 1; y * inf", "⟦y & =x+1;  & =y ∞⟧", "∞ (x+1)"],
  ["a_b_c = x + 1; _ = a_b_c; _", "⟦a_{b_c} & =x+1; _ & =a_{b_c}; y & =_⟧", "x+1"],
])("%s says what it is", (written, as, run) => expect(inLines(written)).toEqual({ written: as, run }));

test("of what is run, conditions go only where they guard single points and the ends of float64", () => {
  const run = (text: string): string => inLines(text).run;
  // Half of the line is no guard.
  expect(run("x^3 - 1")).toBe("⟨0: {⟦expm1(3⋅log(x)) & if\u00a00<x; x^{3}−1 & else⟧⟩");
  expect(run("sqrt(x^2 + 1) - x")).toContain("√{x x+1}−x & else");
  expect(run("log(x^2)")).toContain("2⋅log(|x|) & else");
  for (const text of ["log(exp(x) - 1)", "log(1 - exp(x))", "log(1 - exp(-x))"]) expect(run(text)).not.toContain("NaN");
  // A body is what it is, and not what its op is called.
  expect(run("(1 - cos(x)) / x^2")).toMatch(/^⟨\d: 0\.5⋅sinrel\(0\.5⋅x\)\^\{2\}⟩$/);
  expect(run("erfc(x) / erfc(x + 1)")).toMatch(/^⟨\d: \[a longer formula\]\(x\)⟩$/);
});

describe("MathML", () => {
  const written = (text: string): MathElement["of"] => explained(parse(text)).written.of,
    x = { tag: "mi", of: "x" },
    number = (of: string) => ({ tag: "mn", of }),
    sign = { tag: "mo", has: { form: "prefix" }, of: "−" };
  test("has an element for each thing", () => {
    expect(explained(parse("-x^2 / 3")).written).toEqual({
      tag: "math",
      has: { display: "block" },
      of: [
        {
          tag: "mrow",
          has: { class: "change change-0" },
          of: [{ tag: "mfrac", of: [{ tag: "mrow", of: [sign, { tag: "msup", of: [x, number("2")] }] }, number("3")] }],
        },
      ],
    });
    // Of a sum, − is an operator and no sign.
    expect(written("x + -2")).toEqual([x, { tag: "mo", of: "−" }, number("2")]);
  });
  test("has brackets that grow with what is tall alone", () => {
    const fences = (e: MathElement): (string | undefined)[] =>
      typeof e.of === "string" ? ("()[]|".includes(e.of) ? [e.has?.stretchy] : []) : e.of.flatMap(fences);
    const of = (text: string): (string | undefined)[] => fences(explained(parse(text)).written);
    expect(of("[log(x), abs(x)]")).toEqual(Array(6).fill("false"));
    expect(of("cos(log(x) + x/2)")).toEqual([undefined, "false", "false", undefined]);
    expect(of("cos(where(x > 0, 1, 2))")).toEqual([undefined, undefined]);
    expect(of("cos([x^2, 1])")).toEqual(Array(4).fill(undefined));
  });
  test("has cases within the last case as further lines, and upright lists where they are broad", () => {
    expect(inLines("where(x > 0, 1, where(x < -1, 2, 3))").written).toBe("{⟦1 & if\u00a0x>0; 2 & if\u00a0x<−1; 3 & else⟧");
    const numbers = Array.from({ length: 9 }, (_, i) => `1.234${i}`);
    expect(inLines(`[${numbers.join(", ")}]`).written).toBe(`[⟦${numbers.join("; ")}⟧]`);
  });
  test("has names as text, whatever is in them, and of several letters in a class", () => {
    const { value } = parse("x + 1"),
      named = (name: string): MathElement => writtenMath({ value: { kind: "same", of: value }, names: new Map([[value, name]]) }, () => undefined);
    expect(line(named("<b>&amp;"))).toBe("⟦<b>&amp; & =x+1; y & =<b>&amp;⟧");
    expect(JSON.stringify(named("<b>&amp;"))).toContain(JSON.stringify({ tag: "mi", has: { class: "name" }, of: "<b>&amp;" }));
    expect(JSON.stringify(named("_rest_"))).toContain('{"tag":"mi","has":{"class":"name"},"of":"_rest_"}');
    expect(line(named("tail_"))).toContain("tail_ & ");
  });
});

test("an element that a shorter list has no more is its last, on both grounds", () => {
  const parsed = parse("[x, 3 * x]"),
    [on, off] = (["on", "off"] as const).map((mode) => numbersAt(curve(parsed, Float32Array.of(2), 5, mode), 0));
  expect(on).toEqual({ value: 6, gradient: 3 });
  expect(truth(parsed, 2, 5, on!, off!)).toEqual({ value: 6, gradient: 3, on: { value: 0, gradient: 0 }, off: { value: 0, gradient: 0 } });
});

test("lists that do not go together, and elements that are not there, say so", () => {
  expect(() => explained(parse("[1, 2, x] + [1, 2]"))).toThrow("add: a list of 2 and one of 3 do not go together.");
  expect(() => explained(parse("[1, x][2]"))).toThrow("a whole number from -2 to 1");
  expect(() => explained(parse("where(x, 1, 2)"))).toThrow("where: its first operand is no condition. Compare,");
});

test("the bits of float32, its neighbours and its shortest text", () => {
  expect(bitsOf(1)).toBe(0x3f800000);
  expect(fromBits(0xff800000)).toBe(-Infinity);
  expect(stepped(1, 1)).toBe(1 + 2 ** -23);
  expect(stepped(0, -1)).toBe(-(2 ** -149));
  expect(stepped(Infinity, 1)).toBe(Infinity);
  expect([Math.fround(0.1), 2e7, -0, -1e-45, 3.4028234663852886e38, NaN, -Infinity, 16.635532379150391].map(shortest)).toEqual([
    "0.1",
    "2e7",
    "−0",
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

test("a number as people write it", () => {
  expect(["−1.5", " 2e3 ", "∞", "-inf", "−∞", "NaN", "-0"].map(numberOf)).toEqual([-1.5, 2000, Infinity, -Infinity, -Infinity, NaN, -0]);
  expect(["", "  ", "x", "1,5", "1 2"].map(numberOf)).toEqual([null, null, null, null, null]);
});

describe("an address", () => {
  const of = (query: string) => chosen(new URLSearchParams(query), GALLERY, 1),
    first = GALLERY[1]!;
  test("gives back what was remembered of it", () => {
    for (const x of [17, -0, NaN, -Infinity]) {
      const choice = { text: "x + 1; 2", view: { from: 1e-3, to: 5, log: true }, x, element: 3 };
      expect(chosen(new URLSearchParams(remembered(choice)), GALLERY, 1)).toEqual(choice);
    }
  });
  test.each([
    "from=3&to=3",
    "from=5&to=-5",
    "from=-1e300&to=1e300",
    "from=NaN&to=1",
    "from=-1&to=Infinity",
    "log=1&from=0&to=1",
    "log=1&from=-3&to=4",
  ])("that names a view like %s shows that of the formula", (query) => expect(of(query).view).toEqual(first.view));
  test("that names anything else wrongly, or nothing, is as at first", () => {
    expect(of("")).toEqual({ text: first.text, view: first.view, x: Math.fround(first.x), element: 0 });
    expect(of("element=-4").element).toBe(0);
    expect(of("element=1e99").element).toBe(1e6);
    expect(of("x=1e400").x).toBe(Infinity);
  });
});

test("a view is moved and zoomed, and never to where there are no numbers to draw", () => {
  expect(zoomed({ from: 0, to: 4, log: false }, 0.5)).toEqual({ from: 1, to: 3, log: false });
  expect(panned({ from: 1, to: 10, log: true }, 1)).toEqual({ from: 10, to: 100, log: true });
  expect(sane({ from: 1, to: 1 + 2 ** -22, log: false })).toBe(false);
  expect(sane(zoomed({ from: -1e38, to: 1e38, log: false }, 2))).toBe(false);
});

describe("the verdict", () => {
  const at = (off: number): Curves["truths"][number] => ({
      value: 1,
      gradient: 1,
      off: { value: off, gradient: 0 },
      on: { value: 0.25, gradient: 0.5 },
    }),
    seen = (...truths: Curves["truths"]): Curves => {
      const xs = Float32Array.from(truths, (_, i) => i),
        curve = { values: xs, gradients: xs };
      return { xs, on: curve, off: curve, truths };
    };
  test("names where what is written fails, and how well what is run does", () => {
    expect(verdict(seen(at(0), at(99), at(NaN), at(0)))).toBe(
      "As written, value or gradient is more than 16 ulp off from 1 to 2. As run, the worst error is 0.50 ulp.",
    );
    expect(summary(seen(at(0), at(99)))).toBe("value as written: more than 16 ulp off from 1 to 1; gradient as written: right where it is judged");
  });
  test("praises nothing that was not judged", () => {
    expect(verdict(seen(null, null))).toBe("Nothing is judged: exact arithmetic cannot say what is true anywhere in this view.");
    expect(summary(seen(null, null))).toBe("value as written: not judged; gradient as written: not judged");
    expect(verdict(seen(at(0), null))).toMatch(/right across this view\..*Not judged: 1 of 2 points/);
    expect(verdict(seen())).toBe("");
  });
});
