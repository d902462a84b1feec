import { type Dirent, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { asFault } from "../fault/error.ts";
import { AssetSelection } from "../template/asset-selection.ts";
import type { Policy } from "../template/policy.ts";
import { defaultLimits } from "../template/source.ts";
import { fileFault } from "../tree/file-fault.ts";
import { mebibytes } from "../tree/mebibytes.ts";
import { comparePaths } from "../tree/path.ts";
import type { Findings } from "./findings.ts";
import type { Limits } from "./limits.ts";

/** Never part of a template. */
const passedOver = new Set([".git", "node_modules", ".identikit", ".tenant-bundle-deps"]);

/** A template's directory: below the root of what is validated, since findings name files from there. */
export interface TemplateLocation {
  /** Absolute. */
  readonly root: string;
  /** `""`, or a path relative to the root with a slash at its end. */
  readonly prefix: string;
}

/** What a template's directory holds. */
export interface TemplateFiles {
  /** Every file, in byte order of paths. */
  readonly paths: readonly string[];
  /** The bytes of the files that the policy lets through and that are right so far. */
  readonly assets: ReadonlyMap<string, Buffer>;
}

/**
 * Goes through a template's directory as a fetch of it would, and notes each path that a fetch refuses: unsafe names, links
 * among the assets, agent-owned files, files and templates that are too large.
 */
export function templateFiles(
  place: TemplateLocation,
  policy: Policy,
  { maxBytes, maxEntries }: Pick<Limits, "maxBytes" | "maxEntries">,
  findings: Findings,
): TemplateFiles {
  const { root, prefix } = place;
  const directory = join(root, prefix);
  const selection = new AssetSelection(policy, prefix === "" ? "the template" : prefix.slice(0, -1), {
    ...defaultLimits,
    maxBytes,
    maxEntries,
  });
  const paths: string[] = [];
  const assets = new Map<string, Buffer>();
  const attempt = (path: string, look: () => void) => {
    try {
      look();
    } catch (caught) {
      const { code, message, remedy, cause } = asFault(caught);
      const severity = code === "FILE_UNREADABLE" && cause !== undefined ? "unverified" : "error";
      findings.at(prefix + path, {}, { code, severity, problem: message, remedy });
    }
  };
  const enter = (inside: string, entries: readonly Dirent[]): void => {
    for (const entry of [...entries].sort((a, b) => comparePaths(a.name, b.name))) {
      const path = inside + entry.name;
      if (passedOver.has(entry.name) || paths.length > maxEntries) continue;
      if (entry.isDirectory()) attempt(path, () => enter(`${path}/`, list(join(directory, path))));
      else if (!entry.isFile())
        attempt(path, () =>
          selection.special(path, entry.isSymbolicLink() ? "symbolic link" : "special file"),
        );
      else attempt(path, () => take(path));
    }
  };
  const take = (path: string): void => {
    paths.push(path);
    const size = sizeOf(join(directory, path));
    if (size > maxBytes && policy.admits(path)) {
      const problem = `the file has ${mebibytes(size)}; a template may have ${mebibytes(maxBytes)} in all`;
      const remedy =
        "Make it smaller, move it out of what is delivered, or raise limits.assetsMiB in identikit.yaml.";
      findings.at(
        prefix + path,
        {},
        { code: "ARCHIVE_TOO_LARGE", problem, remedy, expected: `at most ${mebibytes(maxBytes)}` },
      );
    } else if (selection.file(path, size)) assets.set(path, read(join(directory, path)));
  };
  attempt("", () => enter("", list(directory)));
  return { paths, assets };
}

function list(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (cause) {
    throw fileFault("FILE_UNREADABLE", directory, cause);
  }
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch (cause) {
    throw fileFault("FILE_UNREADABLE", file, cause);
  }
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw fileFault("FILE_UNREADABLE", file, cause);
  }
}
