/**
 * Prints `N passed, N failed, N skipped` alone on the last line. A test file that could not be collected counts as one failure,
 * and so does an error outside any test.
 */
import type { Reporter, TestModule } from "vitest/node";

export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[] = []): void {
    const count = { passed: 0, failed: unhandled.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      count.failed += module.errors().length;
      for (const suite of module.children.allSuites()) count.failed += suite.errors().length;
      for (const test of module.children.allTests()) count[test.result().state]++;
    }
    if (count.failed + count.pending > 0) process.exitCode ||= 1;
    process.on("exit", () => console.log(`${count.passed} passed, ${count.failed + count.pending} failed, ${count.skipped} skipped`));
  }
}
