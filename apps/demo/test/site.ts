/**
 * The site as visitors get it: built, served from a sub-path, opened in Chromium. A build is kept by what it was made of, so that several test files share one; whoever
 * comes while it is being made waits for it.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { AxeResults } from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright";
import { build, preview, type PreviewServer } from "vite";
import { chromium as launch } from "../../../tools/chromium.js";
import { projectFiles } from "../../../tools/source.js";

const DEMO = fileURLToPath(new URL("..", import.meta.url)),
  ROOT = join(DEMO, "../.."),
  BUILDS = join(DEMO, "node_modules/.sites"),
  MADE_OF = /^(pnpm-lock\.yaml|tsconfig\.base\.json|packages\/[^/]+\/src\/.*|apps\/problems\/.*|apps\/demo\/(?!test\/).*)$/;

/** The folder of a build of the sources as they are. */
export async function built(): Promise<string> {
  const hash = createHash("sha256");
  for (const file of projectFiles(ROOT)) if (MADE_OF.test(file)) hash.update(file).update(readFileSync(join(ROOT, file)));
  const name = hash.digest("hex").slice(0, 16),
    folder = join(BUILDS, name),
    part = `${folder}.part`;
  mkdirSync(BUILDS, { recursive: true });
  while (!existsSync(folder)) {
    if (!began(part)) {
      await new Promise((later) => setTimeout(later, 100));
      continue;
    }
    await build({ root: DEMO, logLevel: "warn", build: { outDir: part, emptyOutDir: false } });
    renameSync(part, folder);
    for (const old of readdirSync(BUILDS)) if (!old.startsWith(name)) rmSync(join(BUILDS, old), { recursive: true, force: true });
  }
  return folder;
}

/** Whether this process is the one that builds. A build that was broken off is begun again. */
function began(part: string): boolean {
  try {
    mkdirSync(part);
    return true;
  } catch {
    const since = statSync(part, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > BROKEN_OFF) rmSync(part, { recursive: true, force: true });
    return false;
  }
}
const BROKEN_OFF = 90_000;

export interface Visit {
  readonly page: Page;
  /** What the console said that was no ordinary message, and what was thrown. */
  readonly complaints: string[];
}

/** The site on a server of this machine, and a browser to open it with. */
export class Site {
  /** Ends with a slash. A room's address is `${url}#/train`. */
  readonly url: string;
  readonly folder: string;
  readonly #server: PreviewServer;
  readonly #browser: Browser;

  private constructor(folder: string, server: PreviewServer, browser: Browser) {
    this.folder = folder;
    this.url = server.resolvedUrls!.local[0]!;
    this.#server = server;
    this.#browser = browser;
  }

  static async open(): Promise<Site> {
    const folder = await built(),
      server = await preview({ root: DEMO, base: "/any/where/", logLevel: "warn", build: { outDir: folder }, preview: { port: 0, open: false } });
    return new Site(folder, server, await chromium.launch(await launch()));
  }

  /** A visitor of its own: nothing is remembered from earlier ones. */
  async visit(hash = "", options: BrowserContextOptions = {}): Promise<Visit> {
    const context = await this.#browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-US", ...options }),
      page = await context.newPage(),
      complaints: string[] = [];
    page.on("console", (message) => void (["error", "warning"].includes(message.type()) && complaints.push(message.text())));
    page.on("pageerror", (error) => void complaints.push(error.message));
    await page.goto(`${this.url}${hash}`);
    return { page, complaints };
  }

  /** What a first visitor is sent until `ready`, in bytes, by the name of the file: text by gzip, what is compressed already as it is. */
  async sent(hash: string, ready: (page: Page) => Promise<void>): Promise<ReadonlyMap<string, number>> {
    const page = await (await this.#browser.newContext({ locale: "en-US" })).newPage(),
      files = new Map<string, number>(),
      bodies: Promise<void>[] = [];
    page.on("response", (response) => {
      const name = basename(new URL(response.url()).pathname);
      bodies.push(
        response.body().then((body) => void files.set(name, /\.(woff2|png|bin)$/.test(name) ? body.length : gzipSync(body, { level: 9 }).length)),
      );
    });
    await page.goto(`${this.url}${hash}`);
    await ready(page);
    await Promise.all(bodies);
    await page.context().close();
    return files;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
  }
}

/** What axe-core finds serious or critical in a page as it stands: rule, and where. */
export async function seriousFaults(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve("axe-core") });
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<AxeResults> } };
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")} ${failureSummary ?? ""}`));
  });
}
