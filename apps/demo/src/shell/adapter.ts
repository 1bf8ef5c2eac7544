/** The graphics adapter, for whoever computes on it. */

/** Throws where there is none, with what to do; `instead`: what can be done without one. */
export async function adapterOr(instead: string): Promise<GPUAdapter> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" });
  if (adapter) return adapter;
  throw new Error(
    navigator.gpu
      ? `This browser has WebGPU, and no adapter for it. Switch hardware acceleration on in its settings, update the graphics driver, or ${instead}.`
      : `This browser has no WebGPU. Use a recent Chrome, Edge, Firefox or Safari, or ${instead}.`,
  );
}
