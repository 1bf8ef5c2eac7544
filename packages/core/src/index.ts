/** The tensor core: what users, backends and the other packages import. */
export { type Backend, type Fault, type Manifest, type Refusal, refusalError, type Requests } from "./backend.js";
export type {
  ConcatRequest,
  ConvRequest,
  CopyRequest,
  Draw,
  GatherRequest,
  Kind,
  MapRequest,
  MatmulRequest,
  Part,
  PoolRequest,
  RandomRequest,
  ReduceRequest,
  Request,
  RowsRequest,
  ScanRequest,
  ScatterRequest,
  SortRequest,
  Storage,
  View,
  Windows,
} from "./kinds.js";
export { type Mode, noGrad } from "./modes.js";
export { DeviceLostError } from "./deviceLostError.js";
export { NumericsError } from "./numericsError.js";
export type { Index } from "./ops/addressing.js";
export { type Bounds, type Facts, facts, type Ulp } from "./ops/facts.js";
export * from "./ops/index.js";
export type { Convolve, ConvOptions, ConvolveTransposed, ConvTransposeOptions } from "./ops/convolution.js";
export type { AdaptiveAvgPool, AvgPool, AvgPoolOptions } from "./ops/avgPooling.js";
export type { AdaptiveMaxPool, MaxPool, MaxPoolOptions } from "./ops/maxPooling.js";
export type { InterpolateMode, InterpolateOptions } from "./ops/interpolate.js";
export type { UnfoldOptions } from "./ops/sliding.js";
export type { NanToNumOptions } from "./ops/nanToNum.js";
export type { LpPool, LpPoolOptions } from "./ops/lpPooling.js";
export type { MaxUnpool, MaxUnpoolOptions } from "./ops/maxUnpooling.js";
export { derivOf, type Row } from "./ops/derivative.js";
export { secondOf } from "./ops/higher.js";
export { elementwise } from "./ops/ownRow.js";
export { type Elementwise } from "./ops/row.js";
export { BLOCK, LANES, sumInOrder } from "./order.js";
export { joinRows } from "./join.js";
export { type Memory, memory, setDefaultDevice, type Stats, stats } from "./plan/device.js";
export { read, realize } from "./plan/run.js";
// Exported and not merely imported, as it must run.
export { version } from "./register.js";
export { type Generator, type GeneratorState, generator, manualSeed, type RandomOptions } from "./random/generator.js";
export { normalQuantile } from "./random/normalQuantile.js";
export { constant, type Elementary, type Ex, input, inOrder, substituted, type Word } from "./scalar/expr.js";
export { isDirect, isHeavy, type Program, programKey, single, type Step, typeOf } from "./scalar/program.js";
export { type Change, explain, type Explanation, type Formula } from "./stability/explain.js";
export { stabilise } from "./stability/mode.js";
export { type Entry, report, type Report } from "./stability/report.js";
export { trace } from "./stability/trace.js";
export { full, type Nested, type Operand, ones, tensor, type TensorOptions, type TypedArray, zeros } from "./tensor/create.js";
export { type Arithmetic, arithmeticOf, bytesIn, type Data, decoded, type DType, DTYPES, encoded, isFloating, type Stored } from "./dtype.js";
export { eye } from "./tensor/eye.js";
export { finfo, type FloatInfo, type FloatName, iinfo, type IntInfo, type IntName } from "./tensor/info.js";
export { empty, fullLike, onesLike, zerosLike } from "./tensor/like.js";
export type { CreationOptions } from "./tensor/placed.js";
export { arange, linspace } from "./tensor/range.js";
export { format, print, printOptions, type PrintOptions } from "./tensor/print.js";
export type { Shape } from "./tensor/shape.js";
export { promote, resultType } from "./tensor/promote.js";
export { assign, type Parameter, parameter } from "./tensor/state.js";
export { type Snapshot, snapshot } from "./tensor/snapshot.js";
export { Tensor } from "./tensor/tensor.js";
