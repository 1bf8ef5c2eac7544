/**
 * toDevice(x, device): x on another device, once its elements have been read. `to(x, device)` is the same at once, where x's device can answer at once.
 * Data of the heap need not be read: it lives on the device from here on.
 *
 * Shape    x: […] → […]
 * Method   a run of x, a copy on the heap, and one on the device for the run that uses it. The gradient is moved back, at once
 * Error    exact
 * Source   PyTorch `Tensor.to`
 */
import type { Backend } from "../backend.js";
import { encoded } from "../dtype.js";
import { deviceOf } from "../plan/device.js";
import { of, type Operand } from "../tensor/create.js";
import type { Tensor } from "../tensor/tensor.js";
import { afterRead } from "./afterRead.js";
import { arrived, isFree, moved } from "./moved.js";

export async function toDevice(input: Operand, device: Backend): Promise<Tensor> {
  const x = of("toDevice", input),
    d = deviceOf("toDevice", device);
  return isFree(x, d) ? moved(x, d) : afterRead("toDevice", [x], (data) => arrived(x, d, encoded(x.dtype, data!)));
}
