/** Tests run from source: the packages' private export condition leads to src, so nothing need be built. */
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const conditions = ["@evenkeel/source"];

/** What takes longest, in that order: begun last, it would run on alone. */
const LONG = [
  "differential",
  "narrow",
  "cpu",
  "half",
  "opinfo",
  "kinds",
  "compiled",
  "narrowWords",
  "fires",
  "plans",
  "training",
  "words64",
  "views",
];
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const others = await super.sort(files),
      long = LONG.flatMap((name) => others.filter(({ moduleId }) => moduleId.endsWith(`/${name}.test.ts`)));
    return [...new Set([...long, ...others])];
  }
}

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["packages/*/test/**/*.test.ts", "apps/*/test/**/*.test.ts", "tools/test/**/*.test.ts"],
    reporters: ["default", "./tools/count-reporter.ts"],
    pool: "forks",
    maxWorkers: "100%",
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    env: { NO_COLOR: "1" }, // what commands print is compared as plain text
  },
});
