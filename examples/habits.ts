/** What people are told to watch for in float32, and what happens here: literals that the type does not hold, the limits of the type, and a softmax by hand. */
import { div, exp, finfo, max, mul, nextafter, stabilise, sub, sum, tensor, type Tensor } from "evenkeel";

const show = (t: Tensor): void => console.log(Array.from(t.dataSync(), (x) => Number(x.toPrecision(7))).join("  "));

// 1e-50 is 0 in float32 and 1e39 is ∞: `tensor` warns, and says what was stored.
console.warn = (text: string) => console.log(text);
const x = tensor([1]);
const tiny = tensor([1e-50]),
  huge = tensor([1e39]);
// → tensor: 1e-50 is stored as 0 in float32. Scale the data, or choose a type of wider range.
// → tensor: 1e+39 is stored as Infinity in float32. Scale the data, or choose a type of wider range.
show(div(mul(x, tiny), tiny));
show(div(mul(x, huge), huge));
// → NaN
// → NaN

// The least and the greatest float32.
show(nextafter(tensor([0]), tensor([1])));
console.log(finfo("float32").max);
// → 1.401298e-45
// → 3.4028234663852886e+38

// Softmax by hand: as it was written, and with the greatest taken off first.
const l = tensor([1000, 0]);
show(div(exp(l), sum(exp(l))));
// → 1  0
const shifted = exp(sub(l, max(l)));
show(div(shifted, sum(shifted)));
// → 1  0
stabilise("off", () => show(div(exp(l), sum(exp(l)))));
// → NaN  0
