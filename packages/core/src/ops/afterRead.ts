/** not an op: what the ops share whose shapes depend on values. They read, and record what follows under the modes of the call, where the tensors live. */
import { modes, within } from "../modes.js";
import { chosen } from "../plan/device.js";
import { readData } from "../plan/run.js";
import type { Data } from "../dtype.js";
import type { Tensor } from "../tensor/tensor.js";

/** Reads tensors in one run, and then records. @internal */
export async function afterRead<T>(name: string, ts: readonly Tensor[], build: (...data: Data[]) => T): Promise<T> {
  const { stabilise, grad, cut } = modes,
    device = ts.find((t) => t.place)?.place ?? (modes.device === undefined ? chosen : modes.device);
  const data = await readData(ts);
  return within(name, { stabilise, grad, cut, device }, () => build(...data));
}

/** The places of what is not 0. @internal */
export function nonzeros(data: Data): Int32Array {
  const found = new Int32Array(data.length);
  let n = 0;
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) found[n++] = i;
  return found.slice(0, n);
}
