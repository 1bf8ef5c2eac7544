/**
 * kron(a, b): the Kronecker product, b times each element of a, side by side.
 *
 * Shape    a: […], b: [‥], of which the shorter shape gets ones in front → the products of the sizes
 * Method   mul
 * Error    ½ ulp
 * Source   PyTorch `kron`
 */
import { of, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { mul } from "./mul.js";
import { reshape } from "./reshape.js";

export function kron(left: Operand, right: Operand): Tensor {
  const a = of("kron", left),
    b = of("kron", right),
    ndim = Math.max(a.ndim, b.ndim),
    sizes = (t: Tensor): number[] => [...new Array<number>(ndim - t.ndim).fill(1), ...t.shape];
  const [outer, inner] = [sizes(a), sizes(b)],
    spread = mul(
      reshape(
        a,
        outer.flatMap((n) => [n, 1]),
      ),
      reshape(
        b,
        inner.flatMap((n) => [1, n]),
      ),
    );
  return reshape(
    spread,
    outer.map((n, d) => n * inner[d]!),
  );
}
