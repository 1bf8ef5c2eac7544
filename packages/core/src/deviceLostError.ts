/** A device is gone, and with it everything that only it had. */
export class DeviceLostError extends Error {
  override readonly name = "DeviceLostError";
}
