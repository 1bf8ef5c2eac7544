/** low + ⌊w·range·2⁻⁶⁴⌋, where w is two words, the low one first. */
export const randint = ([low, high]: readonly [number, number], from: number, range: number): number =>
  from + Number((((BigInt(high) << 32n) + BigInt(low)) * BigInt(range)) >> 64n);
