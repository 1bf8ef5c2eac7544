/** The README's table: expressions as people write them, in float32 as written (the stabiliser off) and as evenkeel runs them. */
import { add, backward, div, exp, log, neg, parameter, sigmoid, stabilise, sub, sum, type Tensor } from "evenkeel";
import { fillCommand, markdown } from "./blocks.js";

type Written = (x: Tensor) => Tensor;
const ROWS: readonly (readonly [string, Written, number])[] = [
  ["log(sigmoid(x))", (x) => log(sigmoid(x)), -104],
  ["log(1 − sigmoid(x))", (x) => log(sub(1, sigmoid(x))), 16],
  ["log(1 − sigmoid(x))", (x) => log(sub(1, sigmoid(x))), 20],
  ["log(sigmoid(x)) − log(1 − sigmoid(x))", (x) => sub(log(sigmoid(x)), log(sub(1, sigmoid(x)))), 20],
  ["log(1 + eˣ)", (x) => log(add(1, exp(x))), -20],
  ["log(1 + eˣ)", (x) => log(add(1, exp(x))), 89],
  ["eˣ − 1", (x) => sub(exp(x), 1), 1e-8],
  ["1 / (1 + e⁻ˣ)", (x) => div(1, add(1, exp(neg(x)))), -89],
  ["eˣ / (1 + eˣ)", (x) => div(exp(x), add(1, exp(x))), 89],
];

/** Value and gradient at one point. */
function at(written: Written, x: number): [number, number] {
  const p = parameter([x]),
    y = sum(written(p));
  backward(y);
  return [y.item(), p.grad!.item()];
}

/** What is written and what is run; a written number that is more than a thousandth off is bold. */
function both(written: Written, x: number): string[] {
  const plain = stabilise("off", () => at(written, x)),
    stable = at(written, x);
  return [
    ...plain.map((got, i) => (Math.abs(got - stable[i]!) <= Math.abs(stable[i]!) / 1000 ? show(got) : `**${show(got)}**`)),
    ...stable.map(show),
  ];
}
const show = (x: number): string =>
  String(Number(x.toPrecision(6)))
    .replace("Infinity", "∞")
    .replace("-", "−");

await fillCommand("README.md", {
  "tools/readme-table.ts": markdown(
    ["written", "x", "float32: value", "gradient", "evenkeel: value", "gradient"],
    ROWS.map(([text, written, x]) => [`\`${text}\``, show(x), ...both(written, x)]),
  ),
});
