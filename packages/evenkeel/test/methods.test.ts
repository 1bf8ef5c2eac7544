/** The one-install package gives tensors their methods, backward among them. */
import { expect, test } from "vitest";
import { cpu, parameter, tensor } from "evenkeel";

test("a loss written with methods trains", () => {
  const w = parameter([1, 2]),
    x = tensor([3, 4]);
  x.mul(w).sum().sigmoid().log().neg().backward();
  const s = 1 / (1 + Math.exp(11));
  expect([...w.grad!.dataSync()]).toEqual([Math.fround(-3 * Math.fround(s)), Math.fround(-4 * Math.fround(s))]);
  expect(tensor([1, 2]).add(1).sum().item()).toBe(5);
});
test("to takes a type or a device, and awaited toDevice a device", async () => {
  const other = cpu(),
    x = tensor([1.5]).to("int32").add(1),
    y = x.to(other);
  expect([y.dtype, y.item()]).toEqual(["int32", 2]);
  expect(y.device).not.toBe(x.device);
  expect((await x.toDevice(other)).device).toBe(y.device);
});
test("backward names what is wrong as the function does", () => {
  expect(() => tensor([1, 2]).backward()).toThrow(/^backward: the loss has shape \[2\]/);
});
