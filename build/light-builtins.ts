import type { Plugin } from "rolldown";

/** What a package needs of Node.js, by the name that it imports: text of a module in its place. */
type Builtins = Readonly<Record<string, string>>;

interface Lightened {
  /** The files of the package that import them. */
  readonly files: RegExp;
  readonly builtins: Builtins;
}

/**
 * What the packages of every start need of Node.js, taken when it is needed: importing these modules the usual way builds
 * all of their exports, which costs a third of what Node.js takes to start.
 */
const packages: Readonly<Record<string, Lightened>> = {
  "@actions/core": {
    files: /@actions\/core\/lib\/(core|command|file-command)\.js$/,
    builtins: {
      crypto: "export const randomUUID = () => globalThis.crypto.randomUUID();",
      fs: `const fs = () => process.getBuiltinModule("node:fs");
export const existsSync = (path) => fs().existsSync(path);
export const appendFileSync = (...given) => fs().appendFileSync(...given);`,
      os: 'export const EOL = process.platform === "win32" ? "\\r\\n" : "\\n";',
    },
  },
  commander: {
    files: /commander\/lib\/command\.js$/,
    // Both are for subcommands that are programs of their own, of which there are none.
    builtins: {
      "node:fs": "export default {};",
      "node:child_process": "export default {};",
    },
  },
  yaml: {
    files: /yaml\/dist\/(log|compose\/composer|parse\/parser|schema\/yaml-1\.1\/binary)\.js$/,
    builtins: {
      process: "module.exports = globalThis.process;",
      buffer: "exports.Buffer = globalThis.Buffer;",
    },
  },
};

/** Gives the packages their builtins; a name that they lack ends the build. */
export function lightBuiltins(): Plugin {
  const byId = new Map(
    Object.entries(packages).flatMap(([name, { builtins }]) =>
      Object.entries(builtins).map(([builtin, text]) => [idOf(name, builtin), text] as const),
    ),
  );
  return {
    name: "light-builtins",
    resolveId: (source, importer) => {
      const [name] = Object.entries(packages).find(([, { files }]) => files.test(importer ?? "")) ?? [];
      const id = name === undefined ? undefined : idOf(name, source);
      return id !== undefined && byId.has(id) ? id : null;
    },
    load: (id) => byId.get(id) ?? null,
  };
}

/** As if the package brought it: it stands in the package's file of dist/. */
function idOf(name: string, builtin: string): string {
  return `\0node_modules/${name}/${builtin}`;
}
