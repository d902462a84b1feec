import { leanMark } from "./lean-zod.ts";

/** What is known of the modules of a build: who imports whom. */
export interface Modules {
  readonly ids: readonly string[];
  /** What loading a module loads with it. */
  imports(id: string): readonly string[];
  /** What a module loads when it needs it. */
  lateImports(id: string): readonly string[];
}

/** Everything that `next` leads to from some modules, these included. */
export function reach(from: readonly string[], next: (id: string) => readonly string[]): Set<string> {
  const seen = new Set<string>();
  const open = [...from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...next(id));
  }
  return seen;
}

/** The package that a module comes from, where it comes from one: `pg`, `@octokit/rest`. */
export function packageOf(id: string): string | undefined {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1];
}

/** Packages that nothing uses without another one. */
const parts: Readonly<Record<string, string>> = { "pg-copy-streams": "pg" };

/** The package, or the scope of packages that are made to work together: `pg`, `octokit`. */
export function familyOf(id: string): string | undefined {
  const family = packageOf(id)?.replace(/^@([^/]+)\/.*/, "$1");
  if (family === undefined) return undefined;
  return id.endsWith(leanMark) ? `${family}-lean` : (parts[family] ?? family);
}

/** The room of a module of ours: the folder under `src/`. */
export function roomOf(id: string): string | undefined {
  return /\/src\/([^/]+)\/[^?]*\.(?:tsx?|css\?raw)$/.exec(id)?.[1];
}
