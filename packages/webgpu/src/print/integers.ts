/** What WGSL, or steps, lack of whole numbers. */
import { type Int, type Machine, SIGN } from "@evenkeel/core/narrow";

/** Whether a word is below another, both without a sign. */
export const isBelow = (m: Machine, a: Int, b: Int) => m.lessInt(m.bitXor(a, SIGN), m.bitXor(b, SIGN));

/** The upper half of a product of 64 bits. */
export const UPPER_PRODUCT = `fn upperProduct(a: u32, b: u32) -> u32 {
  let middle = (a >> 16u) * (b & 0xffffu) + (((a & 0xffffu) * (b & 0xffffu)) >> 16u);
  let other = (a & 0xffffu) * (b >> 16u) + (middle & 0xffffu);
  return (a >> 16u) * (b >> 16u) + (middle >> 16u) + (other >> 16u);
}
`;
