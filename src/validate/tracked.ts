import { isAbsolute, relative, resolve, sep } from "node:path";
import { asFault } from "../fault/error.ts";
import type { Finding } from "../fault/finding.ts";
import { runGit } from "../git/git-command.ts";

/** What git tracks and should not. */
export type TrackedFinding = Finding & { readonly code: "KEY_TRACKED" | "STATE_TRACKED" };

/** What is asked of a repository's index. */
export interface TrackedQuestion {
  /** Absolute; findings name files from here. */
  readonly root: string;
  /** Further files that are state, relative to the root: the database of the settings, a key file. */
  readonly files: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** What holds keys or rows and lies in the repository, by its settings or by a run's environment; relative to the root. */
export function stateFilesOf(root: string, database: string, env: TrackedQuestion["env"]): string[] {
  return [database, env.IDENTIKIT_SECRET_KEYS_FILE].flatMap((file) => {
    if (file === undefined || file === "" || /^[a-z]+:\/\//i.test(file)) return [];
    const inside = relative(root, resolve(root, file));
    return inside === "" || inside.startsWith("..") || isAbsolute(inside)
      ? []
      : [inside.split(sep).join("/")];
  });
}

const stateDirectories = [".identikit", ".tenant-bundle-deps"];

/**
 * Keys, databases and fetched copies that git tracks: one finding for each directory or file, with how to take it out. None
 * where the root is in no checkout or git is not there.
 */
export async function trackedState({ root, files, env, signal }: TrackedQuestion): Promise<TrackedFinding[]> {
  const patterns = [
    ...stateDirectories.map((name) => `:(top,glob)**/${name}/**`),
    ":(top,glob)**/secret.keys",
    ...files.flatMap((file) => ["", "-wal", "-shm"].map((end) => `:(literal)${file}${end}`)),
  ];
  try {
    const { status, output } = await runGit(["ls-files", "-z", "--", ...patterns], {
      environment: env,
      signal,
      cwd: root,
      variables: { GIT_LITERAL_PATHSPECS: "0" },
    });
    if (status !== 0) return [];
    const paths = output
      .toString("utf8")
      .split("\0")
      .filter((path) => path !== "");
    return [...grouped(paths)].map(([place, inside]) => findingOf(place, inside));
  } catch (caught) {
    if (asFault(caught).code === "TOOL_MISSING") return [];
    throw caught;
  }
}

/** By the state directory that they are in, or else by themselves. */
function grouped(paths: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const segments = path.split("/");
    const at = segments.findIndex((segment) => stateDirectories.includes(segment));
    const place = at === -1 ? path : segments.slice(0, at + 1).join("/");
    groups.set(place, [...(groups.get(place) ?? []), path]);
  }
  return groups;
}

function findingOf(place: string, inside: readonly string[]): TrackedFinding {
  const key = inside.find((path) => path.endsWith(".keys"));
  const rendered = inside.find((path) => path.endsWith("/.claude.json"));
  const isDirectory = inside[0] !== place;
  const { problem, after } = wordsFor({ place, count: isDirectory ? inside.length : 0, key, rendered });
  const untrack = `Run: git rm ${isDirectory ? "-r " : ""}--cached -- ${quoted(place)}, commit that, and ignore it in .gitignore.`;
  return {
    code: key || rendered ? "KEY_TRACKED" : "STATE_TRACKED",
    severity: "error",
    path: place,
    problem,
    expected: null,
    actual: null,
    remedy: [untrack, ...after].join(" "),
    location: { file: key ?? rendered ?? inside[0] ?? place },
  };
}

function wordsFor(of: {
  readonly place: string;
  /** Files in a directory; 0 for a file by itself. */
  readonly count: number;
  readonly key: string | undefined;
  readonly rendered: string | undefined;
}): { readonly problem: string; readonly after: readonly string[] } {
  const { place, count, key, rendered } = of;
  const files = `git tracks ${count} ${count === 1 ? "file" : "files"} of ${place}`;
  if (key !== undefined)
    return {
      problem: count === 0 ? "git tracks a secret key" : `${files}, the secret key ${key} among them`,
      after: [
        "The key stays in git's history: run identikit secret rotate with a new key, and replace every secret that the old one sealed.",
      ],
    };
  if (rendered !== undefined)
    return {
      problem: `${files}, the plaintext secrets in ${rendered} among them`,
      after: ["The secrets stay in git's history: replace each where it was issued."],
    };
  return { problem: count === 0 ? "git tracks a database" : files, after: [] };
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
