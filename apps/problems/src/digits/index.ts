/** Handwritten digits: a small convolutional net. */
export { batchOf, type Digits, packed, PIXELS, SIDE, type Split, splitOf } from "./data.js";
export { judge, type Judgement, type Mistake } from "./judge.js";
export { ConvNet } from "./model.js";
