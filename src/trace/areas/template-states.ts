import { resolve } from "node:path";
import { IdentikitError } from "../../fault/error.ts";
import { inParallel } from "../../fault/slots.ts";
import type { Manifest, ManifestEntry } from "../../template/manifest.ts";
import { lockedPolicy, type Policy } from "../../template/policy.ts";
import { type ReadOptions, readTemplate } from "../../template/read-template.ts";
import type { TemplateAssets } from "../../template/template-assets.ts";
import type { LockedTemplate, TemplateLock } from "../../template/template-lock.ts";
import type { Digest } from "../../tree/digest.ts";
import type { FileTree } from "../../tree/file-tree.ts";

/** What it takes to read templates again. */
export interface TemplateSources {
  readonly manifest: Manifest;
  readonly lock: TemplateLock;
  readonly reading: ReadOptions;
  /** Other places for templates, by name: a path from where the person is, or a URL. */
  readonly sources: Readonly<Record<string, string>>;
  /** The files of a template's assets that are baked. */
  identityOf(assets: TemplateAssets, policy: Policy): FileTree;
}

/** A template as one commit has it, read from its source in this run. */
export interface TemplateState {
  /** `null` for a directory that belongs to no commit. */
  readonly commit: string | null;
  readonly source: string;
  readonly treeDigest: Digest;
  readonly identity: FileTree;
}

/** One template, with everything that was read of it; a fault stands in the place of what could not be read. */
export interface KnownTemplate {
  readonly entry: ManifestEntry;
  readonly locked: LockedTemplate | undefined;
  /** What its source gives now. */
  readonly now: TemplateState | IdentikitError;
  /** What the commit in the lock gives now; nothing where there is no lock entry. */
  readonly pinned: TemplateState | IdentikitError | undefined;
  /** A commit that a person asked about. */
  readonly asked: TemplateState | IdentikitError | undefined;
}

/** Templates at once. */
const atOnce = 8;

/** The names that `NAME@COMMIT` consists of, where it has that form. */
export function commitAsked(word: string): { readonly name: string; readonly commit: string } | undefined {
  const [, name, commit] = /^(?:commit:)?([a-z0-9][a-z0-9._-]*)@([0-9a-f]{7,64})$/.exec(word) ?? [];
  return name === undefined || commit === undefined ? undefined : { name, commit };
}

/** Reads every template of the manifest again: as its source is now, and as the lock has it. Nothing is written. */
export async function knownTemplates(
  sources: TemplateSources,
  asked: ReturnType<typeof commitAsked>,
): Promise<readonly KnownTemplate[]> {
  const { manifest, lock, reading } = sources;
  return await inParallel(manifest.workspaceTemplates, atOnce, async (entry): Promise<KnownTemplate> => {
    const locked = lock.get(entry.name);
    const read = (commit?: string) => attempt(() => stateOf(sources, entry, commit), reading.signal);
    const now = await read();
    const pinnedCommit = locked?.commit ?? undefined;
    const pinned =
      locked === undefined ? undefined : pinnedCommit === undefined ? now : await read(pinnedCommit);
    const wanted = asked?.name === entry.name ? asked.commit : undefined;
    return { entry, locked, now, pinned, asked: await askedState(wanted, [pinned, now], read) };
  });
}

/** The state at a commit that a person named: one that was read already, where the commit is of it. */
async function askedState(
  commit: string | undefined,
  known: readonly (TemplateState | IdentikitError | undefined)[],
  read: (commit: string) => Promise<TemplateState | IdentikitError>,
): Promise<TemplateState | IdentikitError | undefined> {
  if (commit === undefined) return undefined;
  for (const state of known)
    if (state && !(state instanceof IdentikitError) && state.commit?.startsWith(commit)) return state;
  return await read(commit);
}

async function stateOf(
  { lock, reading, sources, identityOf }: TemplateSources,
  entry: ManifestEntry,
  commit: string | undefined,
): Promise<TemplateState> {
  const given = Object.hasOwn(sources, entry.name) ? sources[entry.name] : undefined;
  const policy = lockedPolicy(reading.policy, lock.get(entry.name));
  const request =
    commit === undefined
      ? { entry, elsewhere: given }
      : { entry: { ...entry, repo: placeOf(given, reading.cwd) ?? entry.repo, ref: commit } };
  const { assets, content } = await readTemplate(request, { ...reading, policy });
  return {
    commit: content.commit,
    source: assets.origin.source,
    treeDigest: assets.digest,
    identity: identityOf(assets, policy),
  };
}

/** A place as a person typed it, in the form that a manifest would name it in. */
function placeOf(given: string | undefined, cwd: string): string | undefined {
  if (given === undefined || given.includes("://")) return given;
  return resolve(cwd, given);
}

async function attempt<Value>(
  read: () => Promise<Value>,
  signal: AbortSignal,
): Promise<Value | IdentikitError> {
  try {
    return await read();
  } catch (caught) {
    signal.throwIfAborted();
    if (caught instanceof IdentikitError) return caught;
    throw caught;
  }
}
