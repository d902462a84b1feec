import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { minifyVendors } from "./minify-vendors.ts";
import { packageOf } from "./modules.ts";
import { viewParts } from "./view-parts.ts";

/**
 * Builds what a browser loads: the script in lines that can be read, a file for each view, and the style in one file. The names have no
 * hash, since the server puts the digest of all of them into the address of their folder. `views.json` is for the server: which files
 * each view loads.
 * @param directory `dist/`
 */
export async function makeConsole(root: string, directory: string): Promise<void> {
  const target = join(directory, "console");
  mkdirSync(target, { recursive: true });
  const build = await rolldown({
    cwd: root,
    input: { client: "src/console/ui/client/main.tsx" },
    platform: "browser",
    preserveEntrySignatures: "allow-extension",
    tsconfig: join(root, "tsconfig.client.json"),
    resolve: { symlinks: false },
    logLevel: "warn",
  });
  const built = await build.write({
    dir: target,
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "[name].js",
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [{ name: chunkOf, debugName: "console" }],
    },
    comments: { legal: false, annotation: false, jsdoc: false },
    plugins: [minifyVendors()],
  });
  await build.close();
  const parts = viewParts(join(root, "src/console/ui/client/view-loaders.ts"), built, "client.js");
  writeFileSync(join(target, "views.json"), `${JSON.stringify(parts, undefined, 2)}\n`);
  writeFileSync(join(target, "console.css"), styleOf(join(root, "src/console/ui/style")));
}

/**
 * Packages apart; each view in a file of its own; what views draw with in a file for each folder of parts, so that a page loads those that it
 * has, and what every page has in one.
 */
function chunkOf(id: string): string | null {
  const name = packageOf(id);
  if (name !== undefined) return `vendor/${name}`;
  const [, place = "", folder] = /\/src\/console\/ui\/([\w-]+)\/(?:([\w-]+)\/)?/.exec(id) ?? [];
  if (place === "pages" || place === "client") return null;
  // With what it draws: pages without plots load neither.
  if (id.endsWith("/parts/plot-panel.tsx")) return "components-plot";
  if (place !== "components") return place === "" || place === "parts" ? "page" : place;
  return folder === undefined || everywhere.has(folder) ? "page" : `components-${folder}`;
}

/** Folders of parts that every page has, or those that people see first: each further file delays a page more than its bytes do. */
const everywhere = new Set([
  ...["action", "code", "data", "icon", "run", "shell", "states", "status", "text", "time"],
]);

/** The sheets in the order of their names. */
function styleOf(directory: string): string {
  const sheets = readdirSync(directory).filter((name) => name.endsWith(".css"));
  return sheets
    .sort()
    .map((name) => readFileSync(join(directory, name), "utf8"))
    .join("\n");
}
