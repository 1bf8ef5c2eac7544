/** What creation functions are told besides what they make: a type, and where it lives. */
import type { Backend } from "../backend.js";
import type { DType } from "../dtype.js";
import { deviceOf } from "../plan/device.js";
import { type Kinds, optionsOf } from "./options.js";
import type { Tensor } from "./tensor.js";

export interface CreationOptions {
  readonly dtype?: DType;
  /** Where the tensor lives. Without it, data goes where it is used, and numbers are drawn on the default device. */
  readonly device?: Backend;
}

const KINDS: Kinds<CreationOptions> = { dtype: "", device: "" };
/** @internal */
export const creationOf = (name: string, options: CreationOptions | undefined): CreationOptions => optionsOf(name, options, KINDS);

/** A tensor that was just made, on the device that is named, if any is. @internal */
export function placed(name: string, t: Tensor, device?: Backend): Tensor {
  if (device) {
    t.place = deviceOf(name, device);
    t.place.mustHave(name, t.dtype);
  }
  return t;
}
