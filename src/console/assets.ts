import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { Hono } from "hono";
import { z } from "zod";
import { builtFile } from "../runtime/built-file.ts";

/** The scripts and the style of the console, as they were built. */
export interface ConsoleAssets {
  /** Where they are served, with a slash at the end; it has the digest of all of them, so that an address never means other bytes. */
  readonly base: string;
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** By view, the files of script that its page loads besides the first one. */
  readonly parts: ReadonlyMap<string, readonly string[]>;
}

const viewParts = z.record(z.string(), z.array(z.string()));

/** Reads them from `dist/console`; none where it was not built: then pages are plain, and work. */
export function readConsoleAssets(): ConsoleAssets {
  const script = builtFile("console/client.js");
  const files = new Map(script === undefined ? [] : filesIn(dirname(script)));
  const views = files.get("views.json");
  files.delete("views.json");
  const hash = createHash("sha256");
  for (const [name, bytes] of files) hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  const parts = viewParts.parse(views === undefined ? {} : JSON.parse(Buffer.from(views).toString()));
  return {
    base: `/assets/${hash.digest("hex").slice(0, 16)}/`,
    files,
    parts: new Map(Object.entries(parts)),
  };
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
