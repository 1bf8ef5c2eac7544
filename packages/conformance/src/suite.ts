/** What the suite judges by default: every row of core that states facts, against its reference. An op without a reference does not compile. */
import * as core from "@evenkeel/core";
import { elementwise, optional, structural } from "./reference/index.js";
import type { Reference } from "./reference/reference.js";

type Core = typeof core;
/** Exports of core that are rows, or functions of a row that states facts. */
type RowName = {
  [K in keyof Core]: Core[K] extends core.Elementwise<1> | core.Elementwise<2> | core.Elementwise<3> ? K : `${K}Facts` extends keyof Core ? K : never;
}[keyof Core];
/** Exports of core that give a tensor and compute nothing. */
type Maker =
  | "tensor"
  | "zeros"
  | "ones"
  | "full"
  | "empty"
  | "zerosLike"
  | "onesLike"
  | "fullLike"
  | "arange"
  | "linspace"
  | "eye"
  | "parameter"
  | "snapshot"
  | "noGrad"
  | "stabilise";
/** A tensor, or several by name. */
type Result = core.Tensor | core.Tensor[] | { readonly values: core.Tensor };
/** Exports of core that make tensors out of tensors, at once or later, and are not rows. */
type StructuralName = Exclude<
  { [K in keyof Core]: Core[K] extends (...x: never[]) => Result | Promise<Result> ? K : never }[keyof Core],
  RowName | Maker
>;

export const references: Readonly<Record<RowName | keyof typeof optional, Reference>> = { ...elementwise, ...optional };
export const structuralReferences: Readonly<Record<StructuralName, unknown>> = structural;

export const facts: readonly core.Facts[] = Object.entries(core).flatMap(([name, value]) => (name.endsWith("Facts") ? [value as core.Facts] : []));
export const suite = { facts, references };
