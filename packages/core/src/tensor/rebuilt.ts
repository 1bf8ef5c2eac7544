/** Graphs recorded again on other inputs. */
import { type Mode, under } from "../modes.js";
import { mix } from "./hash.js";
import { recordedAgain, Tensor } from "./tensor.js";

/** What is made of a node from what was made of its inputs, without recursion; `known` has what is known already, and all of it afterwards. @internal */
export function fromLeaves<T>(
  root: Tensor,
  known: Map<Tensor, T>,
  make: (t: Tensor) => T,
  inputs: (t: Tensor) => readonly Tensor[] = (t) => t.inputs,
): T {
  for (const open = [root]; open.length;) {
    const t = open[open.length - 1]!,
      missing = known.has(t) ? [] : inputs(t).filter((x) => !known.has(x));
    if (missing.length) open.push(...missing);
    else {
      open.pop();
      if (!known.has(t)) known.set(t, make(t));
    }
  }
  return known.get(root)!;
}

/**
 * `root` recorded again, wherever it depends on a node that `made` replaces; each node under the modes it was recorded under. Whatever
 * `wanted` has is given to `wrap` once it is recorded again. Every node that was looked at is in `made` afterwards. @internal
 */
export function rebuilt(root: Tensor, made: Map<Tensor, Tensor>, wanted: ReadonlySet<Tensor> = new Set(), wrap = (t: Tensor): Tensor => t): Tensor {
  return fromLeaves(root, made, (t) => (wanted.has(t) ? wrap(onInputs(t, made)) : onInputs(t, made)));
}

/** A copy of a graph on the same leaves, of which nothing is known yet, and whose nodes are copies of which. `mode`: of all of them. @internal */
export function afresh(root: Tensor, mode?: Mode): { readonly copy: Tensor; readonly originals: ReadonlyMap<Tensor, Tensor> } {
  const made = new Map<Tensor, Tensor>(),
    originals = new Map<Tensor, Tensor>();
  const copy = fromLeaves(root, made, (t) => {
    const one = t.inputs.length ? under({ chain: false }, () => again(t, made, mode)) : t;
    originals.set(one, t);
    return one;
  });
  return { copy, originals };
}

function onInputs(t: Tensor, made: ReadonlyMap<Tensor, Tensor>): Tensor {
  return t.inputs.every((x) => made.get(x) === x) ? t : again(t, made);
}

function again(t: Tensor, made: ReadonlyMap<Tensor, Tensor>, mode = t.mode): Tensor {
  const copy = under({ stabilise: mode, grad: true, cut: false, segment: t.segment, device: t.place, trace: null, holds: false }, () =>
    recordedAgain(
      t,
      t.inputs.map((x) => made.get(x)!),
    ),
  );
  copy.line = t.line;
  return copy;
}

/**
 * Twins of the nodes of checkpoints: equal to them in everything but identity, so that a run computes them a second time, from what
 * entered the checkpoint. What lies outside of one, and what has no inputs, is its own twin. @internal
 */
export function twins(): (t: Tensor) => Tensor {
  const made = new Map<Tensor, Tensor>();
  return (root) => {
    const { segment } = root,
      inside = (x: Tensor): boolean => x.segment === segment && x.inputs.length > 0;
    if (!segment || !root.inputs.length) return root;
    return fromLeaves(
      root,
      made,
      (t) => twin(t, (x) => (inside(x) ? made.get(x)! : x)),
      (t) => t.inputs.filter(inside),
    );
  };
}

const SALT = 0x7717;
function twin(t: Tensor, twinOf: (x: Tensor) => Tensor): Tensor {
  const layout = t.layout && { ...t.layout, base: twinOf(t.layout.base) },
    made = new Tensor(t.op, t.inputs.map(twinOf), t.shape, t.dtype, t.attrs, mix(t.hash, SALT), layout, t.requiresGrad, "off");
  made.value = t.value;
  made.depth = t.depth;
  made.place = t.place;
  made.line = t.line;
  return made;
}
