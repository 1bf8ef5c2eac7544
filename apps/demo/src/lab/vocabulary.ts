/** The names that formulas may have, and with how many arguments. */
const UNARY =
  "neg abs square sqrt rsqrt reciprocal exp exp2 expm1 log log2 log10 log1p sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh erf erfc ndtr lgamma sigmoid logsigmoid softplus relu".split(
    " ",
  );
const BINARY = "add sub mul div pow atan2 hypot logaddexp lt le gt ge eq dot".split(" ");
/** Of a list to a number. */
export const REDUCTIONS: ReadonlySet<string> = new Set("sum mean prod amax amin logsumexp".split(" "));
/** Of a list to a list. */
export const ALONG: ReadonlySet<string> = new Set("softmax logSoftmax cumsum cumprod".split(" "));

const one = [1, 1] as const,
  two = [2, 2] as const;
export const ARITY: Readonly<Record<string, readonly [least: number, most: number]>> = {
  ...Object.fromEntries([...UNARY, ...REDUCTIONS, ...ALONG].map((name) => [name, one])),
  ...Object.fromEntries(BINARY.map((name) => [name, two])),
  max: [1, 2],
  min: [1, 2],
  maximum: two,
  minimum: two,
  clamp: [3, 3],
  where: [3, 3],
  cat: [1, 16],
};
export const CONSTANTS: Readonly<Record<string, number>> = { pi: Math.PI, inf: Infinity };
