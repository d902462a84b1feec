import { chmodSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Plugin, rolldown } from "rolldown";
import { entries } from "./entries.ts";

const root = join(import.meta.dirname, "..");
const dist = join(root, "dist");

/** Packages whose modules only define things; what of them is not used is left out (the OIDC client, for one). */
const pure =
  /node_modules\/(@actions\/core|@actions\/http-client|@actions\/exec|@actions\/io|undici|tunnel|zod)\//;

/** Packages with native parts that others try and do without. */
const optional = [/^cpu-features$/, /^pg-native$/];

/**
 * What every face loads before it does anything stands in few files, since each file that is opened, parsed and linked
 * costs a good part of a millisecond; the rest is split by who needs it.
 */
const startGroups = [
  { name: "zod", test: /node_modules\/zod\// },
  {
    name: "foundation",
    test: /src\/(fault\/(?!retry)|project\/project\.ts|host\/host\.ts|runtime\/(clock|stop-signal)\.ts|jobs\/(job|option|raw-options|common-options|kebab|key-values|account-text)\.ts)/,
  },
];

/** Makes `dist/` anew: the same sources give the same bytes. */
async function bundle(): Promise<void> {
  rmSync(dist, { recursive: true, force: true });
  const texts = entries();
  const build = await rolldown({
    cwd: root,
    input: Object.fromEntries([...texts.keys()].map((name) => [name, `build/${name}.entry.ts`])),
    platform: "node",
    external: optional,
    // Where a package has no exports, its module form: the other of jsonc-parser loads parts that a bundle lacks.
    resolve: { mainFields: ["module", "main"] },
    plugins: [virtualEntries(texts), lightToolkit(), noNativeAddOns()],
    treeshake: { moduleSideEffects: (id) => !pure.test(id) },
    // Paths of modules in comments would make the bytes depend on where node_modules lies.
    experimental: { attachDebugInfo: "none" },
    logLevel: "warn",
  });
  await build.write({
    dir: dist,
    format: "esm",
    // Less to parse at each start; names stay, so that a stack trace can be read.
    minify: { compress: true, mangle: false, codegen: true },
    entryFileNames: "[name].js",
    codeSplitting: { groups: startGroups },
    chunkFileNames: "chunks/[name]-[hash].js",
    comments: { legal: false },
    // A package of the engine's client asks for it while it loads, and an ES module has none.
    intro: (chunk) =>
      chunk.moduleIds.some((id) => id.includes("/ssh2/")) ? "const __dirname = import.meta.dirname;" : "",
  });
  await build.close();
  // npm makes a package's program executable where it finds it, and the checkout would look changed.
  chmodSync(join(dist, "identikit.js"), 0o755);
}

function virtualEntries(texts: ReadonlyMap<string, string>): Plugin {
  const idOf = (name: string) => join(root, "build", `${name}.entry.ts`);
  const byId = new Map([...texts].map(([name, text]) => [idOf(name), text]));
  return {
    name: "entries",
    resolveId: (source) => {
      const id = join(root, source);
      return byId.has(id) ? id : null;
    },
    load: (id) => byId.get(id) ?? null,
  };
}

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
function lightToolkit(): Plugin {
  const prefix = "\0toolkit:";
  const isOfToolkit = (importer: string | undefined) =>
    /@actions\/core\/lib\/(core|command|file-command)\.js$/.test(importer ?? "");
  return {
    name: "light-toolkit",
    resolveId: (source, importer) =>
      Object.hasOwn(toolkitModules, source) && isOfToolkit(importer) ? prefix + source : null,
    load: (id) => (id.startsWith(prefix) ? (toolkitModules[id.slice(prefix.length)] ?? null) : null),
  };
}

/** A compiled add-on cannot be bundled; whoever tries to load one is told so, and takes its slower way. */
function noNativeAddOns(): Plugin {
  const id = "\0native-add-on";
  return {
    name: "no-native-add-ons",
    resolveId: (source) => (source.endsWith(".node") ? id : null),
    load: (wanted) => (wanted === id ? 'throw new Error("native add-ons are not bundled");' : null),
  };
}

await bundle();
