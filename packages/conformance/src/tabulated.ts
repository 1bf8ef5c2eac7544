/**
 * A function of positive numbers as float64 polynomials: the value in the middle of each eighth of a binade, and a polynomial that is 0 there, through
 * 13 values of a reference. Within 2⁻⁵¹ where the function is smooth on that scale; a piece is made when it is first asked for.
 */
import { type DD, sub } from "./reference/dd.js";

const DEGREE = 12;
/** Of the upper word: what follows the sign, the exponent and three bits of the significand. */
const SHIFT = 17;

interface Piece {
  readonly middle: number;
  readonly inverseHalf: number;
  readonly value: DD;
  /** Of u in [−1, 1], from the first power up. */
  readonly powers: Float64Array;
}

export function tabulated(exact: (x: number) => DD): (x: number) => number {
  const pieceAt = pieces(exact);
  return (x) => {
    const piece = pieceAt(x);
    return piece.value[0] + rest(piece, x);
  };
}
/** The same in two parts, of which the first is exact and the second less than an eighth of the function's slope times x. */
export function tabulatedParts(exact: (x: number) => DD): (x: number) => DD {
  const pieceAt = pieces(exact);
  return (x) => {
    const piece = pieceAt(x);
    return [piece.value[0], rest(piece, x)];
  };
}

/** What is added to the piece's value. */
function rest({ middle, inverseHalf, value, powers }: Piece, x: number): number {
  const u = (x - middle) * inverseHalf;
  let sum = powers[DEGREE - 1]!;
  for (let k = DEGREE - 2; k >= 0; k--) sum = sum * u + powers[k]!;
  return value[1] + sum * u;
}

function pieces(exact: (x: number) => DD): (x: number) => Piece {
  const made = new Map<number, Piece>(),
    float = new Float64Array(1),
    words = new Uint32Array(float.buffer); // low word first
  return (x) => {
    float[0] = x;
    const key = words[1]! >>> SHIFT;
    let piece = made.get(key);
    if (!piece) {
      words[1] = key << SHIFT;
      words[0] = 0;
      const low = float[0]!;
      words[1] = (key + 1) << SHIFT;
      made.set(key, (piece = pieceOf(exact, low, float[0]!)));
    }
    return piece;
  };
}

function pieceOf(exact: (x: number) => DD, low: number, high: number): Piece {
  const middle = (low + high) / 2,
    half = (high - low) / 2,
    value = exact(middle);
  // Newton's divided differences at Chebyshev's points, 0 among them, multiplied out. u is made of x, as it will be.
  const points = Array.from({ length: DEGREE + 1 }, (_, i) => middle + half * Math.cos((Math.PI * (i + 0.5)) / (DEGREE + 1)));
  points[DEGREE / 2] = middle;
  const u = points.map((x) => (x - middle) / half),
    differences = points.map((x) => sub(exact(x), value)[0]);
  for (let order = 1; order <= DEGREE; order++)
    for (let i = DEGREE; i >= order; i--) differences[i] = (differences[i]! - differences[i - 1]!) / (u[i]! - u[i - order]!);
  let powers = [differences[DEGREE]!];
  for (let i = DEGREE - 1; i >= 0; i--) {
    const next = [0, ...powers];
    powers.forEach((c, k) => (next[k]! -= c * u[i]!));
    next[0]! += differences[i]!;
    powers = next;
  }
  return { middle, inverseHalf: 1 / half, value, powers: Float64Array.from(powers.slice(1)) };
}
