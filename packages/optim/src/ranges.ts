/** What options may be. */

/** Throws RangeError where a number is not from 0, or not finite. */
export function fromZero(name: string, options: Readonly<Record<string, number>>): void {
  for (const [option, value] of Object.entries(options))
    if (!(value >= 0 && value < Infinity)) throw new RangeError(`${name}: ${option} is ${value}. Use a finite number from 0.`);
}
/** Throws RangeError where a number is not from 0 and below 1. */
export function belowOne(name: string, options: Readonly<Record<string, number>>): void {
  for (const [option, value] of Object.entries(options))
    if (!(value >= 0 && value < 1)) throw new RangeError(`${name}: ${option} is ${value}. Use a number from 0, below 1.`);
}
