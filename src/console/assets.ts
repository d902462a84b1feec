import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { Hono } from "hono";

/** The scripts and the style of the console, as they were built. */
export interface ConsoleAssets {
  /** Where they are served, with a slash at the end; it has the digest of all of them, so that an address never means other bytes. */
  readonly base: string;
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

/** Reads them from `dist/console`; none where it was not built: then pages are plain, and work. */
export function readConsoleAssets(): ConsoleAssets {
  const directory = assetDirectory();
  const files = new Map(directory === undefined ? [] : filesIn(directory));
  const hash = createHash("sha256");
  for (const [name, bytes] of files) hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  return { base: `/assets/${hash.digest("hex").slice(0, 16)}/`, files };
}

export function assetRoutes({ base, files }: ConsoleAssets): Hono {
  return new Hono().get(`${base}*`, (context) => {
    const name = context.req.path.slice(base.length);
    const bytes = files.get(name);
    if (!bytes) return context.body(null, 404);
    const type = name.endsWith(".css") ? "text/css" : "text/javascript";
    context.header("cache-control", "public, max-age=31536000, immutable");
    context.header("content-type", `${type}; charset=utf-8`);
    context.header("x-content-type-options", "nosniff");
    return context.body(bytes);
  });
}

function filesIn(directory: string): [string, Uint8Array<ArrayBuffer>][] {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return paths.sort().map((path) => [relative(directory, path), new Uint8Array(readFileSync(path))]);
}

function assetDirectory(): string | undefined {
  // This module is in src/, or in a folder of dist/.
  let at = dirname(fileURLToPath(import.meta.url));
  for (let up = 0; up < 4; up++, at = dirname(at)) {
    const found = ["console", "dist/console"]
      .map((place) => join(at, place))
      .find((path) => existsSync(join(path, "client.js")));
    if (found !== undefined) return found;
  }
  return undefined;
}
