/** not an op: a tensor on another device, by way of the heap. The gradient is moved back. */
import type { Stored } from "../dtype.js";
import type { Device } from "../plan/device.js";
import { hostValue } from "../plan/memory.js";
import { storedSync } from "../plan/run.js";
import { numberIn } from "../tensor/create.js";
import { layoutOf, record, type Tensor } from "../tensor/tensor.js";
import { op } from "./op.js";

const toDeviceOp = /* @__PURE__ */ op("toDevice", "none", {
  again: (node, [x]) => moved(x!, node.place!),
  vjp: (g, { inputs: [x] }) => [x!.place ? moved(g, x!.place) : g],
});

/** Whether nothing need be read: x is there, lives nowhere yet, or is a number. */
export const isFree = (x: Tensor, d: Device): boolean => !x.place || x.place === d || numberIn(x) !== undefined;

/** Moves x at once. Throws TypeError where its device cannot answer at once. */
export function moved(x: Tensor, d: Device): Tensor {
  if (x.place === d) return x;
  if (isFree(x, d)) return on(d, record(toDeviceOp, [x], x.shape, null, x.dtype, layoutOf(x)));
  if (!x.place!.backend.readSync) throw new TypeError(`to: ${x.place!.name} cannot answer at once. Use await toDevice(x, device).`);
  return arrived(x, d, storedSync(x));
}

/** x on a device, from its elements. */
export function arrived(x: Tensor, d: Device, elements: Stored): Tensor {
  const t = on(d, record(toDeviceOp, [x], x.shape, null, x.dtype));
  t.value = hostValue(x.dtype, elements);
  t.depth = 0;
  if (!t.requiresGrad) t.inputs = [];
  return t;
}
function on(d: Device, t: Tensor): Tensor {
  t.place = d;
  return t;
}
