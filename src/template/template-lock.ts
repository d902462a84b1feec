import { existsSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { checkDocument } from "../document/check.ts";
import { readJsonDocument } from "../document/json.ts";
import { IdentikitError } from "../fault/error.ts";
import { writeFileAtomically } from "../tree/atomic-file.ts";
import { type Digest, isDigest } from "../tree/digest.ts";
import { comparePaths } from "../tree/path.ts";
import { temporaryNameFor } from "../tree/temporary-name.ts";
import { type ManifestEntry, namePattern } from "./manifest.ts";
import { commitPattern } from "./source.ts";

const digest = z.custom<Digest>((value) => typeof value === "string" && isDigest(value), "must be sha256:…");

const entrySchema = z.strictObject({
  repo: z.string().min(1),
  ref: z.string().min(1).nullable(),
  path: z.string().min(1).optional(),
  commit: z.string().regex(commitPattern, "must be a full commit id").nullable(),
  treeDigest: digest,
  policy: z.string().min(1),
  /** The files that the prompt is made of, in order; not in entries of the first policies. */
  prompts: z.array(z.string()).optional(),
  files: z.record(z.string(), digest),
});

/** The form of `identikit.lock`. */
export const lockSchema = z.strictObject({
  version: z.literal(1),
  templates: z.record(z.string().regex(namePattern), entrySchema),
});

/** What one template resolved to, with what it was asked for: another question makes the answer void. */
export type LockedTemplate = z.output<typeof entrySchema>;

/** `identikit.lock` as a value. */
export type TemplateLock = ReadonlyMap<string, LockedTemplate>;

/** A part of the question that the lock answers, and how it changed; `null` where it is left out. */
export interface AskedChange {
  readonly key: (typeof askedKeys)[number];
  readonly from: string | null;
  readonly to: string | null;
}

const askedKeys = ["repo", "ref", "path", "policy"] as const;

/** What a lock entry says in short. */
export type LockRevision = Pick<LockedTemplate, "commit" | "treeDigest" | "policy">;

/** What a fetch found against the lock. */
export interface LockChange {
  readonly name: string;
  /** What is asked for now and was not then; nothing for a template that is new in the lock. */
  readonly asked: readonly AskedChange[];
  readonly from: LockRevision | null;
  readonly to: LockRevision;
  /** Paths of assets that were added, removed or changed, in byte order. */
  readonly changed: readonly string[];
  /** Those of them that the entry did not have. */
  readonly added: readonly string[];
}

/**
 * Reads the lock file; empty where there is none.
 * @throws {IdentikitError} `LOCK_INVALID` naming key and line, `DOCUMENT_INVALID`, `FILE_UNREADABLE`
 */
export function readTemplateLock(file: string): TemplateLock {
  if (!existsSync(file)) return new Map();
  const document = readJsonDocument(file, { name: basename(file) });
  return new Map(Object.entries(checkDocument(document, lockSchema, "LOCK_INVALID").templates));
}

/** Writes the lock file: the same entries give the same bytes. The caller is the only one that writes it now. */
export function writeTemplateLock(file: string, lock: TemplateLock): void {
  const temporary = temporaryNameFor(basename(file));
  rmSync(join(dirname(file), temporary), { force: true });
  writeFileAtomically(file, formatTemplateLock(lock), { temporary });
}

/** The lock file's text: sorted by name and by path, one fact a line, so that a diff shows what moved. */
export function formatTemplateLock(lock: TemplateLock): string {
  const templates = Object.fromEntries(
    [...lock]
      .sort(([a], [b]) => comparePaths(a, b))
      .map(([name, { repo, ref, path, commit, treeDigest, policy, prompts, files }]) => [
        name,
        {
          repo,
          ref,
          path,
          commit,
          treeDigest,
          policy,
          ...(prompts ? { prompts } : {}),
          files: sorted(files),
        },
      ]),
  );
  return `${JSON.stringify({ version: 1, templates }, undefined, 2)}\n`;
}

function sorted(files: Readonly<Record<string, Digest>>): Record<string, Digest> {
  return Object.fromEntries(Object.entries(files).sort(([a], [b]) => comparePaths(a, b)));
}

/**
 * The lock's entry for a manifest entry.
 * @throws {IdentikitError} `LOCK_INVALID` where there is none; `LOCK_MISMATCH` where it answers another question
 */
export function lockedEntry(lock: TemplateLock, entry: ManifestEntry, policy: string): LockedTemplate {
  const locked = lock.get(entry.name);
  if (!locked)
    throw new IdentikitError(
      "LOCK_INVALID",
      `identikit.lock has no entry for ${JSON.stringify(entry.name)}`,
      {
        remedy: "Fetch without --locked once and commit identikit.lock.",
      },
    );
  const asked = { repo: entry.repo, ref: entry.ref ?? null, path: entry.path, policy };
  for (const { key, from, to } of askedChanges(locked, asked)) {
    const none = key === "path" ? "the repository's root" : "the default branch";
    const problem = `${entry.name}: ${key} is ${to ?? none}, but identikit.lock was made with ${from ?? none}`;
    throw new IdentikitError("LOCK_MISMATCH", problem, {
      remedy: "Run `identikit fetch --update-lock`, look at what moved, and commit identikit.lock.",
    });
  }
  return locked;
}

/** What a lock entry would become, or `undefined` where it says just that already. */
export function lockChange(
  name: string,
  from: LockedTemplate | undefined,
  to: LockedTemplate,
): LockChange | undefined {
  const same = from && JSON.stringify({ ...from, files: 0 }) === JSON.stringify({ ...to, files: 0 });
  if (same) return undefined;
  const before = from?.files ?? {};
  const paths = new Set([...Object.keys(before), ...Object.keys(to.files)]);
  const changed = [...paths].filter((path) => before[path] !== to.files[path]).sort(comparePaths);
  const added = changed.filter((path) => before[path] === undefined);
  return { name, from: from ?? null, to, changed, added, asked: from ? askedChanges(from, to) : [] };
}

type Asked = Pick<LockedTemplate, (typeof askedKeys)[number]>;

function askedChanges(before: Asked, now: Asked): AskedChange[] {
  return askedKeys.flatMap((key) => {
    const [from, to] = [before[key] ?? null, now[key] ?? null];
    return from === to ? [] : [{ key, from, to }];
  });
}
