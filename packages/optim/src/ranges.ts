/** What options may be. */

/** Throws RangeError where a number is not from 0; NaN is not. */
export function fromZero(name: string, options: Readonly<Record<string, number>>): void {
  for (const [option, value] of Object.entries(options))
    if (!(value >= 0)) throw new RangeError(`${name}: ${option} is ${value}. Use a number from 0.`);
}
/** Throws RangeError where a number is not from 0 and below 1. */
export function belowOne(name: string, options: Readonly<Record<string, number>>): void {
  for (const [option, value] of Object.entries(options))
    if (!(value >= 0 && value < 1)) throw new RangeError(`${name}: ${option} is ${value}. Use a number from 0, below 1.`);
}

/** xⁿ by multiplications, which are the same on every machine. */
export function power(x: number, n: number): number {
  let y = 1;
  for (let square = x; n > 0; n = Math.floor(n / 2), square *= square) if (n % 2) y *= square;
  return y;
}
