/**
 * Numbers as Python's formats write them: `.4f` and `.4e`, correctly rounded from the exact value, ties to even, at least two digits of
 * exponent. JavaScript's own toFixed and toExponential round ties away from zero, and lose the sign of −0.
 */

/** Digits after which nothing can follow that decides a tie. */
const ENOUGH = 100;

/** x with `precision` digits after the point. */
export function fixed(x: number, precision: number): string {
  if (!Number.isFinite(x)) return special(x);
  const size = Math.abs(x);
  if (size >= 2 ** 53) return `${minus(x)}${BigInt(size)}${precision ? `.${"0".repeat(precision)}` : ""}`;
  const { digits, exponent } = exact(size);
  return minus(x) + pointed(rounded(digits, exponent + 1 + precision).padStart(precision + 1, "0"), precision);
}

/** x as d.dddde±dd, with `precision` digits after the point. */
export function scientific(x: number, precision: number): string {
  if (!Number.isFinite(x)) return special(x);
  const { digits, exponent } = exact(Math.abs(x)),
    kept = rounded(digits, precision + 1).padStart(precision + 1, "0"),
    carried = kept.length > precision + 1,
    e = exponent + Number(carried);
  return `${minus(x)}${pointed(kept.slice(0, precision + 1), precision)}e${e < 0 ? "-" : "+"}${String(Math.abs(e)).padStart(2, "0")}`;
}

const special = (x: number): string => (x !== x ? "nan" : x < 0 ? "-inf" : "inf");
const minus = (x: number): string => (x < 0 || Object.is(x, -0) ? "-" : "");
const pointed = (digits: string, precision: number): string => (precision ? `${digits.slice(0, -precision)}.${digits.slice(-precision)}` : digits);

function exact(x: number): { digits: string; exponent: number } {
  const [digits, exponent] = x.toExponential(ENOUGH).split("e") as [string, string];
  return { digits: digits.replace(".", ""), exponent: Number(exponent) };
}
/** The first `keep` digits as a whole number, rounded by the others. */
function rounded(digits: string, keep: number): string {
  const head = BigInt(digits.slice(0, Math.max(keep, 0)) || "0"),
    tail = keep < 0 ? "0" : digits.slice(keep);
  const up = tail[0] !== undefined && (tail[0] > "5" || (tail[0] === "5" && (/[1-9]/.test(tail.slice(1)) || head % 2n === 1n)));
  return String(up ? head + 1n : head);
}
