/** The greatest or the least of numbers: NaN if one is NaN, +0 above −0, and of none the number that every other beats. */
export function extreme(terms: Iterable<number>, which: "max" | "min"): number {
  let best = which === "max" ? -Infinity : Infinity;
  for (const t of terms) {
    if (t !== t) return NaN;
    const equal = t === best,
      beats = equal ? Object.is(t, -0) === (which === "min") : t > best === (which === "max");
    if (beats) best = t;
  }
  return best;
}
