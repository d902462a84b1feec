import { basename, join } from "node:path";

/**
 * Builds a program as users run it: Node's own reading of TypeScript takes 50 MiB before anything is done.
 * @param source the program, in `test/bench`
 * @param directory where it is put
 * @returns the program's path
 */
export async function builtProgram(source: string, directory: string): Promise<string> {
  // Left out of what is built: a benchmark builds itself, and what runs then builds nothing.
  const { rolldown } = await import("rolldown");
  const name = `${basename(source, ".ts")}.mjs`;
  const build = await rolldown({
    input: source,
    platform: "node",
    external: ["rolldown", "pg-native"],
    resolve: { mainFields: ["module", "main"] },
    logLevel: "silent",
  });
  await build.write({
    dir: directory,
    format: "esm",
    entryFileNames: name,
    chunkFileNames: "[name].mjs",
  });
  await build.close();
  return join(directory, name);
}
