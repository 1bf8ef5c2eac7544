/**
 * `conform` as a program for Deno, on the adapter that it has; what nightly.ts bundles and runs. Its exit code is that of the command, or 3 where there is no adapter.
 */
import { conform, suite } from "@evenkeel/conformance";
import { webgpu } from "@evenkeel/webgpu";

declare const Deno: { readonly args: readonly string[]; exit(code: number): never };

const adapter = (await navigator.gpu?.requestAdapter()) ?? null;
if (!adapter) Deno.exit(3);
const backend = { ...(await webgpu({ adapter })), name: "webgpu-deno" };
console.log(`${adapter.info.description || adapter.info.device || adapter.info.vendor} in Deno`);
const code = await conform(Deno.args, suite, {
  print: (line) => console.log(line),
  load: async () => backend,
  // Sweeps are none of its tasks.
  readState: () => null,
  writeState: () => {},
  readResult: () => null,
  writeResult: () => {},
  today: () => "",
  commit: () => "",
});
Deno.exit(code);
