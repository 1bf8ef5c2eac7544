/**
 * Sums and products of float32 by integers alone, for adapters whose own are not what IEEE 754 says: rounded to nearest, ties to even, subnormals kept. Integer
 * arithmetic is exact on every adapter, so nothing is left to a compiler.
 */
export const SOFT = `/* A magnitude whose lowest 3 bits are below the last place, times 2^(e − 26) of the format: rounded, and with a sign. */
fn rounded(sign: u32, size: u32, e: i32) -> f32 {
  if (size == 0u) { return fromBits(sign); }
  let up = i32(countLeadingZeros(size)) - 5;
  var s = size;
  if (up >= 0) { s = size << u32(up); } else { s = (size >> u32(-up)) | select(0u, 1u, (size & ((1u << u32(-up)) - 1u)) != 0u); }
  var exponent = e - up;
  if (exponent < 1) {
    let down = u32(min(1 - exponent, 31));
    s = (s >> down) | select(0u, 1u, (s & ((1u << down) - 1u)) != 0u);
    exponent = 0;
  }
  let even = (s >> 3u) & 1u;
  let kept = (s + 3u + even) >> 3u;
  // The leading bit is one of the exponent.
  let field = select(u32(exponent - 1) << 23u, 0u, exponent == 0) + kept;
  return fromBits(sign | select(field, 0x7f800000u, field >= 0x7f800000u));
}
fn fieldOf(x: u32) -> i32 { return max(i32((x >> 23u) & 255u), 1); }
fn sizeOf(x: u32) -> u32 { return (x & 0x7fffffu) | select(0u, 0x800000u, (x & 0x7f800000u) != 0u); }
fn isSpecial(x: u32) -> bool { return (x & 0x7f800000u) == 0x7f800000u; }
fn isNaN(x: u32) -> bool { return (x & 0x7fffffffu) > 0x7f800000u; }
fn addF(x: f32, y: f32) -> f32 {
  let a = bitcast<u32>(x);
  let b = bitcast<u32>(y);
  if (isSpecial(a) || isSpecial(b)) {
    if (isNaN(a) || isNaN(b) || (isSpecial(a) && isSpecial(b) && a != b)) { return fromBits(0x7fc00000u); }
    return fromBits(select(b, a, isSpecial(a)));
  }
  let swap = (a & 0x7fffffffu) < (b & 0x7fffffffu);
  let g = select(a, b, swap);
  let l = select(b, a, swap);
  let sign = g & 0x80000000u;
  let e = fieldOf(g);
  let apart = u32(min(e - fieldOf(l), 31));
  let large = sizeOf(g) << 3u;
  let whole = sizeOf(l) << 3u;
  let small = (whole >> apart) | select(0u, 1u, (whole & ((1u << apart) - 1u)) != 0u);
  if (((a ^ b) & 0x80000000u) == 0u) { return rounded(sign, large + small, e); }
  let size = large - small;
  return rounded(select(sign, 0u, size == 0u), size, e);
}
fn subF(x: f32, y: f32) -> f32 { return addF(x, fromBits(bitcast<u32>(y) ^ 0x80000000u)); }
fn mulF(x: f32, y: f32) -> f32 {
  let a = bitcast<u32>(x);
  let b = bitcast<u32>(y);
  let sign = (a ^ b) & 0x80000000u;
  let zero = (a & 0x7fffffffu) == 0u || (b & 0x7fffffffu) == 0u;
  if (isSpecial(a) || isSpecial(b)) { return fromBits(select(sign | 0x7f800000u, 0x7fc00000u, isNaN(a) || isNaN(b) || zero)); }
  if (zero) { return fromBits(sign); }
  let u = countLeadingZeros(sizeOf(a)) - 8u;
  let v = countLeadingZeros(sizeOf(b)) - 8u;
  let m = sizeOf(a) << u;
  let n = sizeOf(b) << v;
  // 48 bits, by halves of 12.
  let middle = (m >> 12u) * (n & 0xfffu) + (m & 0xfffu) * (n >> 12u);
  let low = (m & 0xfffu) * (n & 0xfffu) + ((middle & 0xfffu) << 12u);
  let high = (m >> 12u) * (n >> 12u) + (middle >> 12u) + (low >> 24u);
  let size = (high << 3u) | ((low >> 21u) & 7u) | select(0u, 1u, (low & 0x1fffffu) != 0u);
  return rounded(sign, size, fieldOf(a) - i32(u) + fieldOf(b) - i32(v) - 126);
}
`;
