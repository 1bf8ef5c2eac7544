/** Ops of the stabiliser that look like the name of a function and are none: a user cannot write them. Those of more than one word, or with a prime, are not either. */
export const UNNAMED: ReadonlySet<string> = /* @__PURE__ */ new Set(
  (
    "acos1m acosBetween acosh1p alone bell below bend bySoftplus centred collected complement conjugate contiguous conv coshm1 cosm1 count cut " +
    "deepest defect depth difference divergence excess expectation expm1mx exponent exponents exprel finite geluTanh guarded inverseExpm1 inverseMills joined joint " +
    "largest left less lin log1pmx log1prel logAbs1p logAbsExpm1 logCosh logDifference logErfcx logExpm1 logExprel logOddPower logSinh logSoftplus " +
    "logSoftplusByExp logitEps lost nearOne negative normalDensity normalised notNegative number others pairs place pool portion pow1p pow1pm1 " +
    "powm1 powm1By product pulled quotient recurrence replaced scale scaled second share shares signed signedLog sinhmx sinhrel sinmx sinrel slice " +
    "softplusByExp softplusByExpm1 softplusrel sqrt1pm1 standardised still tanmx term tie tops triangle trigamma variable weighed weighted wide"
  ).split(" "),
);

/** Whether a node with an op of this name is written as a call of it. */
export const isCallable = (name: string): boolean => /^\w+$/.test(name) && !UNNAMED.has(name);
