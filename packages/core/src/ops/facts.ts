/** not an op: what is tested and shown of an elementwise op. A bundler drops facts; nothing that runs reads them. */
import { type Ex, input } from "../scalar/expr.js";
import type { Scalar } from "../scalar/words.js";
import { derivOf, type Row } from "./derivative.js";
import { secondOf } from "./higher.js";
import type { Elementwise } from "./row.js";

/** Distances in ulp of the exact result; 0 is exact. */
export interface Bounds {
  /** Computed in float64 and rounded once. */
  readonly wide: Ulp;
  /** Computed on two floats and an exponent. */
  readonly narrow: Ulp;
}
export interface Ulp {
  readonly ulp: number;
  /** Where terms cancel: the ulp is that of the larger of this and the result. */
  readonly of?: Ex;
}

export interface Facts {
  readonly name: string;
  readonly arity: number;
  readonly row: Row;
  readonly body: Ex;
  /** The formula as mathematics writes it. */
  readonly math: string;
  /** Where the bound holds, for each input. Outside, the value is NaN or what `special` says. */
  readonly domain: readonly [number, number];
  readonly bound: Bounds;
  /** The derivatives, each with its bound, where one exists. */
  readonly derivatives: readonly { readonly input: number; readonly body: Ex; readonly bound: Bounds }[];
  /** The second derivatives that are not 0 everywhere, of inputs to which gradients pass: by `inputs[0]` and then by `inputs[1]`. */
  readonly seconds: readonly { readonly inputs: readonly [number, number]; readonly body: Ex; readonly bound: Bounds }[];
  /** Inputs and the exact result, for values that no bound describes. */
  readonly special: readonly (readonly number[])[];
  /** Where an implementation is likeliest to fail. */
  readonly hard: readonly number[];
  /** What the last inputs are judged with, where they are numbers that users choose and not tensors. */
  readonly parameters?: readonly (readonly number[])[];
  /** The formula that everyone writes first: it must break the bound, or the suite proves nothing. */
  readonly naive?: Ex;
  /** Whether all 2³² inputs are swept. */
  readonly exhaustive: boolean;
}

interface Limits {
  readonly wide: number;
  readonly narrow: number;
  readonly of?: (x: Ex, y: Ex, z: Ex, w: Ex) => Ex;
  /** Where the narrow bound alone is of terms that cancel: float64 has digits to spare for them. */
  readonly narrowOf?: Limits["of"];
}

/** As it stands in a row's file: plain data, bounds in ulp, so that a bundler can drop it. */
interface Written {
  readonly math: string;
  readonly domain?: readonly [number, number];
  readonly bound: Limits;
  /** Of the derivatives; unless given the op's own, with 1.5 in narrow arithmetic where that has more. */
  readonly derivBound?: Limits;
  /** Of the second derivatives; that of the derivatives unless given. */
  readonly secondBound?: Limits;
  /** Of the second derivatives by two different inputs; that of the others unless given. */
  readonly mixedBound?: Limits;
  readonly special?: readonly (readonly number[])[];
  readonly hard?: readonly number[];
  readonly parameters?: readonly (readonly number[])[];
  readonly naive?: (x: Ex, y: Ex) => Scalar;
  readonly exhaustive?: boolean;
}

/** The facts of a row. */
export function facts(f: Pick<Elementwise<1> | Elementwise<2> | Elementwise<3> | Elementwise<4>, "op" | "row">, w: Written): Facts {
  const { op, row } = f,
    arity = row.body.length,
    slopes = w.derivBound ?? { ...w.bound, narrow: Math.min(w.bound.narrow, 1.5) };
  return {
    name: op.name,
    arity,
    row,
    // Rows refer to one another: bodies are built when they are asked for.
    get body() {
      return op.body!;
    },
    math: w.math,
    domain: w.domain ?? [-Infinity, Infinity],
    bound: bounds(w.bound),
    get derivatives() {
      return Array.from({ length: arity }, (_, i) => ({ input: i, body: derivOf(row, i, arity)!, bound: bounds(slopes) })).filter((d) => d.body);
    },
    get seconds() {
      const bound = bounds(w.secondBound ?? slopes),
        mixed = w.mixedBound ? bounds(w.mixedBound) : bound,
        pairs = Array.from({ length: arity ** 2 }, (_, n) => [Math.floor(n / arity), n % arity] as const);
      return pairs.flatMap(([k, i]) => {
        const body = derivOf(row, i, arity) && secondOf(row, k, i, arity);
        return body ? [{ inputs: [k, i] as const, body, bound: k === i ? bound : mixed }] : [];
      });
    },
    special: w.special ?? [],
    hard: w.hard ?? [],
    ...(w.parameters && { parameters: w.parameters }),
    get naive() {
      return w.naive?.(input(0), input(1)) as Ex | undefined;
    },
    exhaustive: w.exhaustive ?? false,
  };
}

function bounds({ wide, narrow, of, narrowOf = of }: Limits): Bounds {
  const limit = (ulp: number, size: Limits["of"]): Ulp => ({ ulp, ...(size && { of: size(input(0), input(1), input(2), input(3)) }) });
  return { wide: limit(wide, of), narrow: limit(narrow, narrowOf) };
}
