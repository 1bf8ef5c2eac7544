/**
 * The ops in which catalogue rows and random expressions are written, by the names and signatures that they have in core. An expression is a
 * function of an algebra: given core it records tensors, given `exact` it computes values, derivatives and conditions in any precision.
 */
export interface Algebra<T> {
  // Elementwise: numbers and arrays of numbers are constants, and broadcast.
  readonly neg: Unary<T>;
  readonly abs: Unary<T>;
  readonly square: Unary<T>;
  readonly sqrt: Unary<T>;
  readonly rsqrt: Unary<T>;
  readonly reciprocal: Unary<T>;
  readonly exp: Unary<T>;
  readonly exp2: Unary<T>;
  readonly expm1: Unary<T>;
  readonly log: Unary<T>;
  readonly log2: Unary<T>;
  readonly log10: Unary<T>;
  readonly log1p: Unary<T>;
  readonly sin: Unary<T>;
  readonly cos: Unary<T>;
  readonly tan: Unary<T>;
  readonly asin: Unary<T>;
  readonly acos: Unary<T>;
  readonly atan: Unary<T>;
  readonly sinh: Unary<T>;
  readonly cosh: Unary<T>;
  readonly tanh: Unary<T>;
  readonly asinh: Unary<T>;
  readonly acosh: Unary<T>;
  readonly atanh: Unary<T>;
  readonly erf: Unary<T>;
  readonly erfc: Unary<T>;
  readonly ndtr: Unary<T>;
  readonly lgamma: Unary<T>;
  readonly sigmoid: Unary<T>;
  readonly logsigmoid: Unary<T>;
  readonly softplus: Unary<T>;
  readonly relu: Unary<T>;
  readonly add: Binary<T>;
  readonly sub: Binary<T>;
  readonly mul: Binary<T>;
  readonly div: Binary<T>;
  readonly pow: Binary<T>;
  readonly maximum: Binary<T>;
  readonly minimum: Binary<T>;
  readonly atan2: Binary<T>;
  readonly hypot: Binary<T>;
  readonly logaddexp: Binary<T>;
  readonly clamp: (x: T, bounds: { readonly min?: number; readonly max?: number }) => T;
  // Conditions have no derivative.
  readonly lt: Binary<T>;
  readonly le: Binary<T>;
  readonly gt: Binary<T>;
  readonly ge: Binary<T>;
  readonly eq: Binary<T>;
  readonly where: (condition: T, a: Operand<T>, b: Operand<T>) => T;
  // Over dimensions.
  readonly sum: Reduce<T>;
  readonly mean: Reduce<T>;
  readonly prod: Reduce<T>;
  readonly amax: Reduce<T>;
  readonly amin: Reduce<T>;
  readonly logsumexp: Reduce<T>;
  readonly softmax: (x: T, dim: number) => T;
  readonly logSoftmax: (x: T, dim: number) => T;
  readonly cumsum: (x: T, dim: number) => T;
  readonly cumprod: (x: T, dim: number) => T;
  readonly dot: (a: T, b: T) => T;
  readonly matmul: (a: Operand<T>, b: Operand<T>) => T;
  // Layout.
  readonly reshape: (x: T, shape: readonly number[]) => T;
  readonly permute: (x: T, dims: readonly number[]) => T;
  readonly expand: (x: T, shape: readonly number[]) => T;
  readonly unsqueeze: (x: T, dim: number) => T;
  readonly flip: (x: T, dims: number | readonly number[]) => T;
  readonly narrow: (x: T, dim: number, start: number, length: number) => T;
  readonly select: (x: T, dim: number, index: number) => T;
  readonly indexSelect: (x: T, dim: number, indices: readonly number[]) => T;
  readonly cat: (xs: readonly T[], dim?: number) => T;
  readonly stack: (xs: readonly T[], dim?: number) => T;
  readonly pad: (x: T, widths: readonly number[], options?: { readonly value?: number }) => T;
}
export type Operand<T> = T | number | readonly number[];
type Unary<T> = (x: T) => T;
type Binary<T> = (a: Operand<T>, b: Operand<T>) => T;
type Reduce<T> = (x: T, dim?: number | readonly number[], options?: { readonly keepdim?: boolean }) => T;
