/** Sums in two floats for loops that are written by hand, of one result or of four side by side: what adding to the first float loses goes to the second. */
import { ZERO } from "./kernel.js";

export function twoFloats(together: 1 | 4): string {
  const [floats, words] = together === 4 ? ["vec4<f32>", "vec4<u32>"] : ["f32", "u32"];
  return `fn barriers(x: ${floats}) -> ${floats} { return bitcast<${floats}>(bitcast<${words}>(x) ^ ${words}(${ZERO})); }
/* What adding x to h lost, where the sum is s. */
fn lost(h: ${floats}, x: ${floats}, s: ${floats}) -> ${floats} {
  let v = barriers(s - h);
  return barriers(barriers(h - barriers(s - v)) + barriers(x - v));
}
/* A sum that is infinite or NaN has lost nothing. */
fn total(h: f32, l: f32) -> f32 { return select(h + l, h, (bitcast<u32>(h) & 0x7f800000u) == 0x7f800000u); }
`;
}
