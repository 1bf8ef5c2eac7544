/** The bits of a float32. */
const value = new Float32Array(1),
  word = new Uint32Array(value.buffer);

export function bitsOf(x: number): number {
  value[0] = x;
  return word[0]!;
}
export function fromBits(bits: number): number {
  word[0] = bits;
  return value[0]!;
}
/** The number that is `steps` numbers further up; ±∞ are the ends, and −0 and 0 one number. */
export function stepped(x: number, steps: number): number {
  if (Number.isNaN(x)) return x;
  const bits = bitsOf(x),
    place = bits >>> 31 ? -(bits & 0x7fffffff) : bits,
    next = Math.max(-0x7f800000, Math.min(0x7f800000, place + steps));
  return fromBits(next < 0 ? (-next | 0x80000000) >>> 0 : next);
}
/** As few digits as tell it from its neighbours. */
export function shortest(x: number): string {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "NaN" : x > 0 ? "∞" : "−∞";
  for (let digits = 1; digits <= 9; digits++) {
    const text = x.toPrecision(digits);
    if (Math.fround(Number(text)) === Math.fround(x)) return written(Number(text));
  }
  return written(x);
}
const LONG = 1e6;
/** In powers of ten where that is shorter. */
function written(x: number): string {
  const plain = String(x),
    scientific = x.toExponential().replace("e+", "e");
  return signed(Math.abs(x) >= LONG && scientific.length < plain.length ? scientific : plain);
}
export const signed = (text: string): string =>
  text.replace(/^-/, "−").replace(/e([+-])(\d+)/, (_, s: string, d: string) => `e${s === "-" ? "−" : ""}${d}`);
/** Of so many no digit is right. */
const LOST = 2 ** 24;
export function ulpText(e: number): string {
  if (!(e < LOST)) return "all lost";
  if (e < 1000) return `${e < 10 ? e.toFixed(2) : e.toFixed(0)} ulp`;
  return `${signed(e.toExponential(1))} ulp`;
}
