/**
 * Tests run from source: the packages' private export condition leads to src, so nothing need be built. Those of `*.browser.test.ts` run in Chromium, which comes with a
 * package.
 */
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { chromium } from "./tools/chromium.js";

const conditions = ["@evenkeel/source"],
  shared = { resolve: { conditions }, ssr: { resolve: { conditions } } },
  IN_BROWSER = "packages/*/test/**/*.browser.test.ts";

/**
 * Files that share a process, one after the other: what they import is read once, not a hundred times. They bring their own device, and hold in any order. Others ask what a
 * process has only once: which devices have names, what was traced, which methods there are, what a recipe was kept for, a GPU.
 */
const TOGETHER = ["packages/{autograd,cpu,optim}/test/*.test.ts", "packages/conformance/test/**/!(recipes).test.ts"];
const inNode = {
  sequence: { groupOrder: 0 },
  pool: "forks" as const,
  maxWorkers: "100%",
  // There are as many workers as processors: V8's threads, which compile and collect beside them, would only take turns with them.
  execArgv: ["--single-threaded"],
  testTimeout: 60_000,
  env: { NO_COLOR: "1" }, // what commands print is compared as plain text
};

/** What takes longest, in that order: begun last, it would run on alone. */
const LONG = [
  "differential",
  "narrow",
  "rows",
  "cpu",
  "half",
  "opinfo",
  "kinds",
  "parts",
  "fused",
  "train.page",
  "prove.page",
  "lost",
  "numerics",
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
    const sorted = [...new Set([...long, ...others])],
      shares = ({ project }: TestSpecification): boolean => project.name === "together";
    // A shared process ends where a file of another project comes next.
    return [...sorted.filter(shares), ...sorted.filter((file) => !shares(file))];
  }
}

export default defineConfig(async () => ({
  test: {
    sequence: { sequencer: LongestFirst },
    reporters: ["default", "./tools/count-reporter.ts"],
    projects: [
      {
        ...shared,
        test: {
          ...inNode,
          name: "node",
          include: ["packages/*/test/**/*.test.ts", "apps/*/test/**/*.test.ts", "tools/test/**/*.test.ts"],
          exclude: [IN_BROWSER, ...TOGETHER],
        },
      },
      { ...shared, test: { ...inNode, name: "together", include: TOGETHER, isolate: false } },
      {
        ...shared,
        test: {
          name: "browser",
          sequence: { groupOrder: 1 }, // when the others have ended: it has as many workers as it likes
          include: [IN_BROWSER],
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: "chromium" as const }],
            provider: playwright({
              launchOptions: (await chromium()) as NonNullable<Parameters<typeof playwright>[0]>["launchOptions"] & object,
            }),
          },
        },
      },
    ],
  },
}));
