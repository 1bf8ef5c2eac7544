/** PyTorch's own samples of its operators (../shared/cases/torch-opinfo beside the project), where those are at hand: read, and their tensors made ours. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import * as k from "@evenkeel/core";

const folder = new URL("../../../../../shared/cases/torch-opinfo/", import.meta.url);
export const present = existsSync(folder);
/** Says that a file of tests compared nothing, where there is nothing. */
export function announce(test: string): void {
  if (!present) console.log(`${test}: ${folder.pathname} is not there, so nothing was compared with PyTorch`);
}

/** The names of PyTorch's operators that there are samples of. */
export const sampled = (): string[] =>
  present
    ? readdirSync(folder)
        .filter((file) => file.endsWith(".json.gz"))
        .map((file) => file.slice(0, -".json.gz".length))
        .sort()
    : [];

export interface Stored {
  readonly d: string;
  readonly s: readonly number[];
  readonly v: readonly (number | string | boolean)[];
  /** Whether a gradient is asked of it. */
  readonly req?: boolean;
}
type Json = number | string | boolean | null | { t: Stored } | { list: Json[] } | { tuple: Json[] } | { dtype: string };
export interface Refusal {
  readonly args: Json[];
  readonly kwargs: Record<string, Json>;
  readonly regex: string;
}
/** What PyTorch computes in float64: results, their weights in the sum that is differentiated, its gradients, and the gradients of Σ w·gradient. */
export interface Sample extends Omit<Refusal, "regex"> {
  readonly i: number;
  readonly out: Stored[];
  readonly cot?: (Stored | null)[];
  /** The paths of what gradients are asked of, such as args/0. */
  readonly wrt?: string[];
  readonly grads?: (Stored | null)[];
  readonly hvp?: { readonly of: number[]; readonly w: Stored[]; readonly h: (Stored | null)[] };
  /** PyTorch's own error in float32: the worst in ulp, relative and absolute, and how many results are infinite or NaN where the exact ones are not. */
  readonly f32?: Record<
    "fwd" | "grad",
    readonly [ulp: number | string, relative: number | string, absolute: number | string, nonfinite: number] | undefined
  >;
}
/** What PyTorch computes of an op, and what it refuses to. */
export const samplesOf = (op: string): { cases: Sample[]; error_cases: Refusal[] } =>
  JSON.parse(gunzipSync(readFileSync(new URL(`${op}.json.gz`, folder))).toString()) as { cases: Sample[]; error_cases: Refusal[] };

export type Precision = "float32" | "float64";
export type Change = (x: number) => number;
export const numbers = ({ v }: Stored): number[] => v.map(Number);
export const elements = (precision: Precision, data: readonly number[]): Float32Array | Float64Array =>
  precision === "float64" ? Float64Array.from(data) : Float32Array.from(data);
const isFloat = (t: Stored): boolean => t.d.startsWith("f");

/** A tensor of ours: int64 is int32, and what is float64 there is of the precision that is asked for. */
export function made(t: Stored, precision: Precision = "float32", change: Change = (x) => x): k.Tensor {
  const data = numbers(t);
  if (t.d === "bool") return k.tensor(data, { shape: t.s, dtype: "bool" });
  return isFloat(t) ? k.tensor(elements(precision, data.map(change)), { shape: t.s }) : k.tensor(Int32Array.from(data), { shape: t.s });
}

/** The arguments of a sample as ours. What a gradient is asked of is a parameter, by its path. */
export interface Given {
  readonly args: unknown[];
  readonly named: Record<string, unknown>;
  readonly parameters: ReadonlyMap<string, k.Parameter>;
}
export function given({ args, kwargs }: Pick<Sample, "args" | "kwargs">, precision: Precision = "float32", change?: Change): Given {
  const parameters = new Map<string, k.Parameter>();
  const ours = (json: Json, path: string): unknown => {
    if (json === null || typeof json !== "object") return json === "Infinity" ? Infinity : json === "-Infinity" ? -Infinity : json;
    if ("list" in json || "tuple" in json) return ("list" in json ? json.list : json.tuple).map((each, i) => ours(each, `${path}/${i}`));
    if ("dtype" in json) return ourType(json.dtype, precision);
    const t = made(json.t, precision, change);
    if (!json.t.req) return t;
    const p = k.parameter(t);
    parameters.set(path, p);
    return p;
  };
  return {
    args: args.map((a, i) => ours(a, `args/${i}`)),
    named: Object.fromEntries(Object.entries(kwargs).map(([name, a]) => [name, ours(a, `kwargs/${name}`)])),
    parameters,
  };
}
function ourType(name: string, precision: Precision): k.DType {
  const type = name.replace("torch.", "");
  if (type === "bool" || type === "uint8") return type;
  return type.startsWith("int") ? "int32" : type === "float32" ? "float32" : precision;
}

/** PyTorch's names of options as ours; null stands for what is not given. */
export const camel = (named: object): Record<string, never> =>
  Object.fromEntries(
    Object.entries(named)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()), value as never] as const),
  );

/** The error of a call, now or later; null if there is none. */
export async function errorOf(call: () => unknown): Promise<unknown> {
  try {
    await call();
    return null;
  } catch (e) {
    return e;
  }
}
