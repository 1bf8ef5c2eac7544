/** Formulas to begin with. Each fails as it is written somewhere in its view. */
import type { View } from "./protocol.js";

export interface Example {
  readonly name: string;
  readonly text: string;
  readonly view: View;
  /** Where to look first. */
  readonly x: number;
  readonly element?: number;
  /** Why people meet it. */
  readonly story: string;
}
const linear = (from: number, to: number): View => ({ from, to, log: false }),
  logarithmic = (from: number, to: number): View => ({ from, to, log: true });

export const GALLERY: readonly Example[] = [
  {
    name: "Right word",
    text: "-log(sigmoid(x))",
    view: linear(-130, 40),
    x: -104,
    story: "Skip-gram's loss of a right word: below −104 σ is 0, and it is infinite.",
  },
  {
    name: "Wrong word",
    text: "-log(1 - sigmoid(x))",
    view: linear(-20, 40),
    x: 17,
    story: "That of a wrong word: from 16.64 on σ is 1, and training ends.",
  },
  {
    name: "Two label sets",
    text: "s = sigmoid(x)\na = [1.2372, -0.9604, 1.5415, -0.4079]\nb = [0.8806, 0.0529, 0.0751]\nlog(cat(s*softmax(a), (1-s)*softmax(b)))",
    view: linear(-120, 120),
    x: 18,
    element: 4,
    story: "A pointer-generator's log-probabilities: where s saturates, the other set's are −∞, their gradient NaN.",
  },
  {
    name: "Softmax by hand",
    text: "e = exp([x, 0])\ne[0] / sum(e)",
    view: linear(-120, 120),
    x: 89,
    story: "∞/∞ from 88.73 on, and no gradient.",
  },
  {
    name: "log-sum-exp",
    text: "log(sum(exp([x, 1, -1])))",
    view: linear(-40, 120),
    x: 89,
    story: "What every partition function is written as.",
  },
  {
    name: "softplus",
    text: "log(1 + exp(x))",
    view: linear(-40, 120),
    x: -18,
    story: "Overflows on the right; on the left 1 + eˣ is 1, and the value 0.",
  },
  {
    name: "Growth",
    text: "(exp(x) - 1) / x",
    view: logarithmic(1e-12, 1),
    x: 1e-6,
    story: "Compound interest, and every exponential integrator.",
  },
  {
    name: "1 − cos",
    text: "(1 - cos(x)) / x^2",
    view: logarithmic(1e-8, 3),
    x: 1e-4,
    story: "Rotations by small angles. It is ½ there, and float32 says 0.",
  },
  {
    name: "Roots",
    text: "sqrt(x + 1) - sqrt(x)",
    view: logarithmic(1, 1e12),
    x: 2e7,
    story: "Two numbers that agree in all their digits.",
  },
  {
    name: "tanh's slope",
    text: "1 - tanh(x)^2",
    view: linear(-20, 20),
    x: 9.1,
    story: "Every hand-written backward pass of a recurrent net. From 9.01 on it is 0.",
  },
  {
    name: "Norm",
    text: "sqrt(x^2 + 3^2)",
    view: logarithmic(1e-3, 1e30),
    x: 2e19,
    story: "The square leaves float32 long before the norm does.",
  },
  {
    name: "Entropy",
    text: "p = sigmoid(x)\n-(p*log(p) + (1-p)*log(1-p))",
    view: linear(-120, 120),
    x: 20,
    story: "0·log 0 on both sides, and NaN in the gradient.",
  },
];
