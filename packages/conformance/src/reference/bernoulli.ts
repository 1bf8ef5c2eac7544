/** Whether word·2⁻³² is below p, by whole numbers: p·2³² is one, or has a fraction that no word has. NaN where p is no probability. */
export const bernoulli = (word: number, p: number): number => (p >= 0 && p <= 1 ? Number(word < p * 2 ** 32) : NaN);

/** word·2⁻³², rounded towards 0 to 24 bits. */
export function fraction(word: number): number {
  let unit = 2 ** -32;
  while (word * 2 ** -32 >= unit * 2 ** 24) unit *= 2;
  return Math.floor((word * 2 ** -32) / unit) * unit;
}
