/** floor, round and trunc: one instruction, exact, on float32 and float64 lanes; whole numbers stay as they are. NaN, ±∞ and the sign of 0 are kept. */
import { get, i4, whole, type Bundle, type Simd } from "../emit/index.js";

const word =
  (name: keyof typeof whole) =>
  (d: Simd, x: Bundle): Bundle =>
    d.lanes === i4 ? x : d.map((j) => whole[name](d.lanes, get(x[j]!)));

export const floor = /* @__PURE__ */ word("floor"),
  round = /* @__PURE__ */ word("round"),
  trunc = /* @__PURE__ */ word("trunc");
