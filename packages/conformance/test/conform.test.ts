/** `npm run conform` says what is wrong with what was asked in one sentence, without a stack. */
import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

const script = new URL("../scripts/conform.ts", import.meta.url).pathname;

test.each([
  [["nosuch"], /^conform: there is no op nosuch\. Ops with facts: [^\n]*\.\n$/],
  [["--loud"], /^conform: --loud is no option\. Use [^\n]*\.\n$/],
])("of %j", { timeout: 60_000 }, (args, message) => {
  const { status, stderr } = spawnSync(process.execPath, ["--import", "tsx", "--conditions", "@evenkeel/source", script, ...args], {
    encoding: "utf8",
  });
  expect(stderr).toMatch(message);
  expect(status).toBe(1);
});
