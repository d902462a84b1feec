import type { Plugin } from "rolldown";

/**
 * What the toolkit needs of Node.js, taken when it is needed: importing these modules the usual way builds all of
 * their exports, which costs a third of what Node.js takes to start.
 */
const toolkitModules: Readonly<Record<string, string>> = {
  crypto: "export const randomUUID = () => globalThis.crypto.randomUUID();",
  fs: `const fs = () => process.getBuiltinModule("node:fs");
export const existsSync = (path) => fs().existsSync(path);
export const appendFileSync = (...given) => fs().appendFileSync(...given);`,
  os: 'export const EOL = process.platform === "win32" ? "\\r\\n" : "\\n";',
};

/** Gives the toolkit {@link toolkitModules}; a name that they lack ends the build. */
export function lightToolkit(): Plugin {
  // As if the toolkit brought them: they stand in its file of dist/.
  const prefix = "\0node_modules/@actions/core/";
  const isOfToolkit = (importer: string | undefined) =>
    /@actions\/core\/lib\/(core|command|file-command)\.js$/.test(importer ?? "");
  return {
    name: "light-toolkit",
    resolveId: (source, importer) =>
      Object.hasOwn(toolkitModules, source) && isOfToolkit(importer) ? prefix + source : null,
    load: (id) => (id.startsWith(prefix) ? (toolkitModules[id.slice(prefix.length)] ?? null) : null),
  };
}
