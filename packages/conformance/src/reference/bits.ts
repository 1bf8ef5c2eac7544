/** The bits of 32-bit numbers in two's complement. A shift by a negative number, or by 32 and more, leaves nothing but the sign. */
export const bitwiseAnd = (x: number, y: number): number => x & y;
export const bitwiseOr = (x: number, y: number): number => x | y;
export const bitwiseXor = (x: number, y: number): number => x ^ y;
export const bitwiseNot = (x: number): number => ~x;
const beyond = (n: number): boolean => n < 0 || n > 31;
export const bitwiseLeftShift = (x: number, n: number): number => (beyond(n) ? 0 : x << n);
export const bitwiseRightShift = (x: number, n: number): number => x >> (beyond(n) ? 31 : n);
