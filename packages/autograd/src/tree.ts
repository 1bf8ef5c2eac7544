/** Tensors in arrays and plain objects, nested in any way: what functions are differentiated by. */
import { type Data, isFloating } from "@evenkeel/core";
import { isPlain, kindOf, of, Tensor } from "@evenkeel/core/internal";

/** The same arrays and objects with a tensor for each tensor, number and typed array. */
export type Gradients<T> = T extends Tensor | number | Data ? Tensor : { [K in keyof T]: Gradients<T[K]> };

/** The same structure, every tensor replaced. `path` says where one is, for errors: `argument 0.layers[1]`. */
export function mapTree<T>(name: string, tree: T, path: string, replace: (t: Tensor, path: string) => Tensor): Gradients<T> {
  const walk = (x: unknown, at: string): unknown => {
    if (x instanceof Tensor || typeof x === "number" || ArrayBuffer.isView(x)) {
      // Under noGrad an operand would be cut: what is differentiated here is not.
      const t = x instanceof Tensor ? x.current : of(name, x as number);
      if (!isFloating(t.dtype)) throw new TypeError(`${name}: ${at} is ${t.dtype}, which has no gradient. Pass it in another argument.`);
      return replace(t, at);
    }
    if (Array.isArray(x)) return x.map((each, i) => walk(each, `${at}[${i}]`));
    if (isPlain(x)) return Object.fromEntries(Object.entries(x).map(([k, v]) => [k, walk(v, `${at}.${k}`)]));
    throw new TypeError(`${name}: ${at} is ${kindOf(x)}. Pass tensors, or arrays and plain objects of tensors.`);
  };
  return walk(tree, path) as Gradients<T>;
}

/** The tensors of a tree, in order. */
export function tensorsOf(name: string, tree: unknown, path: string): Tensor[] {
  const all: Tensor[] = [];
  mapTree(name, tree, path, (t) => (all.push(t), t));
  return all;
}
