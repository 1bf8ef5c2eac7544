/** What the room and its worker say to each other. A newer request ends an older one of its kind. */
import type { MathElement } from "./elements.js";

export interface View {
  readonly from: number;
  readonly to: number;
  /** Whether the points are spaced by their logarithms. */
  readonly log: boolean;
}
interface Asked {
  readonly id: number;
  readonly text: string;
  /** Which element of a list. */
  readonly element: number;
}
export interface Draw extends Asked {
  readonly kind: "draw";
  readonly view: View;
}
export interface Look extends Asked {
  readonly kind: "look";
  readonly x: number;
}
export type Request = Draw | Look;

export interface Change {
  readonly why: string;
  readonly catalogue: readonly string[];
}
/** Of one element for each point; off: with the stabiliser off. */
export interface Curve {
  readonly values: Float32Array;
  readonly gradients: Float32Array;
}
export interface Truth {
  readonly value: number;
  readonly gradient: number;
  /** ulp */
  readonly on: { readonly value: number; readonly gradient: number };
  readonly off: { readonly value: number; readonly gradient: number };
}
export type Reply =
  /** `index`: where in the text, if it is known. */
  | { readonly kind: "failed"; readonly of: Request["kind"]; readonly id: number; readonly message: string; readonly index: number | null }
  | {
      readonly kind: "explained";
      readonly id: number;
      readonly written: MathElement;
      readonly run: MathElement;
      readonly changes: readonly Change[];
      readonly width: number;
    }
  | { readonly kind: "curves"; readonly id: number; readonly xs: Float32Array; readonly on: Curve; readonly off: Curve }
  /** The truths of some of the points; null where exact arithmetic cannot say. */
  | {
      readonly kind: "truths";
      readonly id: number;
      readonly at: readonly number[];
      readonly truths: readonly (Truth | null)[];
      readonly done: boolean;
    }
  | {
      readonly kind: "seen";
      readonly id: number;
      readonly x: number;
      readonly on: { readonly value: number; readonly gradient: number };
      readonly off: { readonly value: number; readonly gradient: number };
      readonly truth: Truth | null;
    };
