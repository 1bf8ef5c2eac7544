/** Core by itself: no op is a method, so that a bundle has only the ops that it names. */
import { expect, test } from "vitest";
import { add, tensor } from "@evenkeel/core";

test("tensors have no methods until they are imported", async () => {
  const t = tensor([1, 2]);
  expect("add" in t).toBe(false);
  await import("@evenkeel/core/methods");
  expect(t.add(1).hash).toBe(add(t, 1).hash);
});
