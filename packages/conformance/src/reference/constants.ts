/** Constants of the references, computed here from exact rational series, so that none is copied from a kernel. */
import { type DD, dd, div } from "./dd.js";

/** ln 2 to 160 bits as three float64: 2·atanh(1/3) = 2·Σ 1/((2i+1)·3²ⁱ⁺¹), in fixed point. */
export const LN2: readonly [number, number, number] = split(ln2(400n), 400);

/** π to 106 bits: 16·atan(1/5) − 4·atan(1/239) (Machin), in fixed point. */
export const PI: DD = split(16n * arctan(5n, 400n) - 4n * arctan(239n, 400n), 400).slice(0, 2) as unknown as DD;

/** 1/n! for n = 0 … 15. */
export const INVERSE_FACTORIALS: readonly DD[] = inverseFactorials(15);

function ln2(bits: bigint): bigint {
  let sum = 0n;
  for (let i = 0n, term = (2n << bits) / 3n; term > 0n; i++, term /= 9n) sum += term / (2n * i + 1n);
  return sum;
}

/** atan(1/n) = Σ (−1)ⁱ/((2i+1)·n²ⁱ⁺¹). */
export function arctan(n: bigint, bits: bigint): bigint {
  let sum = 0n;
  for (let i = 0n, term = (1n << bits) / n; term > 0n; i++, term /= n * n) sum += (i % 2n ? -term : term) / (2n * i + 1n);
  return sum;
}

/** A fixed-point number with `bits` fractional bits as a sum of three float64, each the nearest to what is left. */
function split(value: bigint, bits: number): [number, number, number] {
  const parts: number[] = [];
  let rest = value;
  for (let i = 0; i < 3; i++) {
    const part = Number(rest) * 2 ** -bits; // BigInt to float64 rounds to nearest
    parts.push(part);
    rest -= BigInt(part * 2 ** 200) << BigInt(bits - 200);
  }
  return parts as [number, number, number];
}

function inverseFactorials(last: number): DD[] {
  const out: DD[] = [dd(1)];
  for (let n = 1; n <= last; n++) out.push(div(out[n - 1]!, dd(n)));
  return out;
}
