/** Tests run from source: the packages' private export condition leads to src, so nothing need be built. */
import { defineConfig } from "vitest/config";

const conditions = ["@evenkeel/source"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["packages/*/test/**/*.test.ts", "apps/*/test/**/*.test.ts", "tools/test/**/*.test.ts"],
    reporters: ["default", "./tools/count-reporter.ts"],
    pool: "forks",
    maxWorkers: "100%",
    testTimeout: 60_000,
    env: { NO_COLOR: "1" }, // what commands print is compared as plain text
  },
});
