import { chmodSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type RolldownOutput, rolldown } from "rolldown";
import { ChunkPlan } from "./chunk-plan.ts";
import { entries, programs } from "./entries.ts";
import { leanZod } from "./lean-zod.ts";
import { leftOut } from "./left-out.ts";
import { licenses } from "./licenses.ts";
import { lightBuiltins } from "./light-builtins.ts";
import { makeConsole } from "./make-console.ts";
import { minifyVendors } from "./minify-vendors.ts";
import { noGoBetweens } from "./no-go-betweens.ts";
import { styleText } from "./style-text.ts";
import { virtualEntries } from "./virtual-entries.ts";

/** Packages whose modules only define things; what of them is not used is left out (the OIDC client, for one). */
const pure =
  /node_modules\/(@actions\/core|@actions\/http-client|@actions\/exec|@actions\/io|undici|tunnel|zod)\//;

/**
 * Empties a directory and fills it, as `dist/` should be: the same sources give the same bytes, wherever they lie.
 *
 * Our own code keeps its names and lines, each module under its path, so that a reviewer can read what a
 * change of the sources changes; what comes from packages is minified. No name has a hash, and which module goes to
 * which file follows from imports alone, so that a change of a line changes that line.
 * @param root the repository
 * @returns what the bundler says of the files, for tests
 */
export async function makeDist(root: string, directory: string): Promise<RolldownOutput> {
  rmSync(directory, { recursive: true, force: true });
  const texts = entries();
  const plan = new ChunkPlan();
  const build = await rolldown({
    cwd: root,
    input: Object.fromEntries([...texts.keys()].map((name) => [name, `build/${name}.entry.ts`])),
    platform: "node",
    // The native driver that pg tries, and does without.
    external: [/^pg-native$/],
    // Where a package has no exports, its module form: the other of jsonc-parser loads parts that a bundle lacks.
    // Links are not followed: where node_modules really lies must not show.
    resolve: { mainFields: ["module", "main"], symlinks: false },
    plugins: [virtualEntries(root, texts), styleText(), lightBuiltins(), leanZod(), leftOut(), plan.plugin()],
    treeshake: { moduleSideEffects: (id) => !pure.test(id) },
    // The plan below wants it: a file also exports what others take from it.
    preserveEntrySignatures: "allow-extension",
    // What is loaded when it is needed may stand in one file with what loads it.
    checks: { ineffectiveDynamicImport: false },
    logLevel: "warn",
  });
  const output = await build.write({
    dir: directory,
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: ({ facadeModuleId, name }) => plan.fileOf(facadeModuleId, name),
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [{ name: (id) => plan.nameOf(id), debugName: "plan" }],
    },
    // Names of exports stand in several files: one of our own must not depend on how many others there are.
    minifyInternalExports: false,
    comments: { legal: false, annotation: false, jsdoc: false },
    plugins: [noGoBetweens(), minifyVendors(), licenses(root)],
  });
  await build.close();
  await makePrograms(root, directory);
  await makeConsole(root, directory);
  // npm makes a package's program executable where it finds it, and the checkout would look changed.
  chmodSync(join(directory, "identikit.js"), 0o755);
  return output;
}

/** Each in one file, in lines that can be read: nothing of a package is in them. */
async function makePrograms(root: string, directory: string): Promise<void> {
  const texts = programs();
  for (const name of texts.keys()) {
    const build = await rolldown({
      cwd: root,
      input: { [name]: `build/${name}.entry.ts` },
      platform: "node",
      plugins: [virtualEntries(root, texts)],
      logLevel: "warn",
    });
    await build.write({
      dir: join(directory, "programs"),
      format: "esm",
      entryFileNames: "[name].js",
      codeSplitting: false,
      comments: { legal: false, annotation: false, jsdoc: false },
    });
    await build.close();
  }
}
