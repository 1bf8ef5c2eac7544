/** Digits are not what they should be: of a gradient that differs from differences of values. */
export class NumericsError extends Error {
  override readonly name = "NumericsError";
}
