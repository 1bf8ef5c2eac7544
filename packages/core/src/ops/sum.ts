/**
 * sum(x, dim): Σ x over all elements, one dimension or several.
 *
 * Shape    x: f[…] → f[… without the dims], or with 1 in their place (keepdim)
 * Method   float64 sums in the order of order.ts, rounded once; a sum of nothing is 0
 * Error    ½ ulp + 2⁻⁴¹·Σ|x|
 * Source   PyTorch `sum`
 */
import { byShares, portionOf } from "../stability/shares.js";
import { centredSum } from "../stability/squares.js";
import { askExpectation, summedTogether } from "../stability/expectations.js";
import { overDeviation } from "../stability/standard.js";
import { angleOfUnits, offsetsOfUnits, overNorms } from "../stability/units.js";
import { type Operand } from "../tensor/create.js";
import { record, type Tensor } from "../tensor/tensor.js";
import { logarithmOfSumOver, logOfSumOver } from "../stability/rows.js";
import { type KeepOptions, keepdimOf } from "./dimensions.js";
import { op } from "./op.js";
import { type Dims, overDims, type Reduction, spread, summed, without } from "./reduction.js";
import { rules } from "../stability/rules.js";

const sumOp = /* @__PURE__ */ op("sum", "reduce", {
  combine: "sum",
  range: ([lo, hi]) => [lo < 0 ? -Infinity : 0, hi > 0 ? Infinity : 0],
  forms: {
    states: rules,
    scales: "first",
    centre: (l) => centredSum(l) ?? summedTogether(l),
    unit: (node, x) => portionOf(node, x),
    shares: (m) => byShares(m),
    offsets: (node) => offsetsOfUnits(node),
    angle: (node, sign) => angleOfUnits(node, sign),
    overNorms: (m) => overNorms(m),
    overDeviation: (m) => overDeviation(m),
    total: (node) => ({ x: node.inputs[0]!, over: node.attrs as Reduction, share: 1 }),
    log: (node) => logOfSumOver(node.inputs[0]!, node.attrs as Reduction),
    logarithm: (node) => logarithmOfSumOver(node, node.inputs[0]!, node.attrs as Reduction),
    ask: (node) => askExpectation(node, 1),
  },
  vjp: (g, { inputs: [x], attrs }) => [spread(g, x!.shape, attrs as Reduction)],
});

export const sum = (input: Operand, dim?: Dims, options?: KeepOptions): Tensor =>
  overDims("sum", input, dim, keepdimOf("sum", options), summed, (x, over) => record(sumOp, [x], without(x.shape, over), over, x.dtype));
