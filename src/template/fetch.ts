import { resolve as resolvePath } from "node:path";
import { asFault, IdentikitError } from "../fault/error.ts";
import type { Finding } from "../fault/finding.ts";
import { inParallel } from "../fault/slots.ts";
import type { Digest } from "../tree/digest.ts";
import type { FileTree } from "../tree/file-tree.ts";
import { type DeliveryResult, deliverInto } from "./deliver.ts";
import { alterationsOf } from "./fetched-copy.ts";
import type { FetchedTrees } from "./fetched-trees.ts";
import type { Manifest, ManifestEntry } from "./manifest.ts";
import { lockedPolicy, type Policy } from "./policy.ts";
import { promptFindings } from "./prompt-findings.ts";
import { type ReadOptions, readTemplate } from "./read-template.ts";
import type { CommitId, ContentOrigin } from "./source.ts";
import { type StagedIdentity, stageIdentity } from "./stage-identity.ts";
import type { TemplateAssets } from "./template-assets.ts";
import {
  type LockChange,
  type LockedTemplate,
  lockChange,
  lockedEntry,
  readTemplateLock,
  type TemplateLock,
} from "./template-lock.ts";
import { templateNamed } from "./template-of.ts";
import { type LockUpdate, toLock, updateLockFile } from "./update-lock.ts";

export interface FetchOptions extends ReadOptions, LockUpdate {
  /** Which workspace templates; `all` for every one of the manifest. */
  readonly names: readonly string[] | "all";
  /** Each template is laid into `<into>/<name>/`. */
  readonly into: string;
  /** Only what the lock file says; anything else is refused. */
  readonly locked?: boolean;
  /** Whether files that no fetch wrote are removed, and changed ones put back. Default false. */
  readonly prune?: boolean;
  /** Reads everything and says what would change; neither a template's directory nor the lock file is written. Default false. */
  readonly dryRun?: boolean;
  /** Other places for templates, by name: a path from `cwd`, or a URL. */
  readonly sources?: Readonly<Record<string, string>>;
  /** Templates at once. Default 8. */
  readonly concurrency?: number;
  /** The baked identity of a template's assets, to be staged beside them; `undefined` where none is. */
  readonly identityOf?: (assets: TemplateAssets, policy: Policy) => FileTree | undefined;
  /** Is told of each template that was laid into its directory. */
  readonly fetched?: FetchedTrees | undefined;
}

export interface FetchedTemplate extends DeliveryResult {
  readonly kind: "fetched";
  readonly name: string;
  /** Where it came from, without credentials. */
  readonly source: string;
  /** The ref in full, `null` for a directory. */
  readonly ref: string | null;
  readonly commit: CommitId | null;
  readonly origin: ContentOrigin;
  readonly note: string | null;
  /** The repository's new name or address, where it was renamed; `null` where it was not, or where no server was asked. */
  readonly movedTo: string | null;
  readonly treeDigest: Digest;
  /** Assets in all. */
  readonly files: number;
  readonly leftOut: readonly string[];
  /** The delivery policy that held. */
  readonly policy: string;
  /** The files that the prompt is made of, in order. */
  readonly prompts: readonly string[];
  /** What its author or an operator should know; no errors. */
  readonly findings: readonly Finding[];
  /** What an image of the template holds, staged for a build of an engine. */
  readonly identity: StagedIdentity | null;
  /** The directory that now holds the assets, absolute. */
  readonly path: string;
  /** Files that somebody had changed since they were fetched, and that are the template's again. */
  readonly restored: readonly string[];
  /** What differs from the lock file, if anything does. */
  readonly lockChange: LockChange | null;
}

export interface FailedTemplate {
  readonly kind: "failed";
  readonly name: string;
  readonly fault: IdentikitError;
}

export type TemplateResult = FetchedTemplate | FailedTemplate;

export interface FetchReport {
  /** One result for each template asked for, in that order. */
  readonly results: readonly TemplateResult[];
  /** Whether the lock file was written; of a dry run, whether it would be. */
  readonly lockWritten: boolean;
}

/**
 * Fetches templates, several at once, each with its own result: one failure hides no other and undoes none.
 * @throws {IdentikitError} only for what makes the whole call meaningless: `TEMPLATE_UNKNOWN` for a name,
 * `LOCK_INVALID` for the file, `USAGE` for options that exclude each other
 */
export async function fetchTemplates(options: FetchOptions): Promise<FetchReport> {
  const { manifest, names, lockFile, log, concurrency = 8 } = options;
  if (options.locked && options.updateLock)
    throw new IdentikitError("USAGE", "--locked and --update-lock exclude each other", {
      remedy: "Leave one of them out.",
    });
  const entries =
    names === "all" ? manifest.workspaceTemplates : names.map((name) => templateNamed(manifest, name));
  for (const name of Object.keys(options.sources ?? {})) templateNamed(manifest, name);
  const lock = readTemplateLock(lockFile);
  const entriesOfLock = new Map<string, LockedTemplate>();
  const results = await inParallel(entries, concurrency, async (entry): Promise<TemplateResult> => {
    const progress = log.progress(`fetch ${entry.name}`);
    try {
      const { result, locked } = await fetchOne(entry, lock, options);
      if (locked) entriesOfLock.set(entry.name, locked);
      progress.done(summary(result));
      return result;
    } catch (caught) {
      const fault = faultOf(entry, manifest, caught);
      progress.end();
      return { kind: "failed", name: entry.name, fault };
    }
  });
  options.signal.throwIfAborted();
  const lockWritten = await updateLockFile(lock, entriesOfLock, options);
  return { results, lockWritten };
}

/** Several fail at once, so each says which template it was, and the manifest's line is where its fix goes. */
function faultOf(entry: ManifestEntry, manifest: Manifest, caught: unknown): IdentikitError {
  const fault = asFault(caught);
  const { code, message, remedy, retry } = fault;
  const named = message.startsWith(`${entry.name}: `) || message.startsWith(`${entry.name} `);
  return new IdentikitError(code, named ? message : `${entry.name}: ${message}`, {
    remedy,
    retry,
    cause: fault,
    location: fault.location ?? { file: manifest.file, line: entry.line },
  });
}

interface Outcome {
  readonly result: FetchedTemplate;
  /** What the lock file is to say, unless it must not change. */
  readonly locked?: LockedTemplate;
}

async function fetchOne(entry: ManifestEntry, lock: TemplateLock, options: FetchOptions): Promise<Outcome> {
  const { into, signal, prune, dryRun } = options;
  const before = lock.get(entry.name);
  const policy = options.updateLock ? options.policy : lockedPolicy(options.policy, before);
  const pinned = options.locked ? lockedEntry(lock, entry, policy.name) : undefined;
  const elsewhere = Object.hasOwn(options.sources ?? {}, entry.name)
    ? options.sources?.[entry.name]
    : undefined;
  const directory = resolvePath(into, entry.name);
  const altered = alterationsOf({
    name: entry.name,
    directory,
    locked: before,
    policy: lockedPolicy(options.policy, before),
  });
  if (options.locked && !prune && altered.length > 0) throw refuseAltered(directory, altered);
  const reading = await readTemplate({ entry, elsewhere, pinned }, { ...options, policy });
  const { assets, contents, content, revision, movedTo } = reading;
  const findings = promptFindings(entry, { contents, before, policy });
  if (options.strict) refuseFindings(entry.name, findings);
  const delivered = await deliverInto(resolvePath(into), assets, { signal, prune, dryRun });
  if (!dryRun) options.fetched?.add(directory, assets);
  const tree = options.identityOf?.(assets, policy);
  const identity = tree
    ? await stageIdentity(resolvePath(into), assets, tree, { signal, prune, dryRun })
    : null;
  const prompts = contents.prompt.parts.map(({ path }) => path);
  const locked = toLock(entry, policy, revision, assets.tree, prompts);
  const change = pinned ? undefined : lockChange(entry.name, before, locked);
  const result: FetchedTemplate = {
    kind: "fetched",
    name: entry.name,
    source: assets.origin.source,
    ref: revision?.ref ?? null,
    commit: content.commit,
    origin: content.origin,
    note: content.note,
    movedTo,
    treeDigest: assets.digest,
    files: assets.tree.size,
    leftOut: content.leftOut,
    policy: policy.name,
    prompts,
    findings,
    identity,
    path: directory,
    ...delivered,
    restored: restoredBy(altered, delivered.written),
    lockChange: change ?? null,
  };
  return elsewhere === undefined && change ? { result, locked } : { result };
}

function refuseFindings(name: string, findings: readonly Finding[]): void {
  const [first] = findings.filter(({ code }) => code === "PROMPT_NONE" || code === "PROMPT_SHORTER");
  if (!first) return;
  throw new IdentikitError("TEMPLATE_INVALID", `${name}: ${first.actual} (--strict)`, {
    remedy: first.remedy,
  });
}

/** Of the files that were altered, those that the delivery wrote again. */
function restoredBy(altered: readonly Finding[], written: readonly string[]): string[] {
  const changed = new Set(altered.filter(({ code }) => code !== "FILE_EXTRA").map(({ path }) => path));
  return written.filter((path) => changed.has(path));
}

function refuseAltered(directory: string, altered: readonly Finding[]): IdentikitError {
  const [first, ...others] = altered.map(({ path }) => path);
  const more = others.length > 0 ? ` and ${others.length} more` : "";
  return new IdentikitError(
    "FETCHED_CHANGED",
    `${directory} holds files that were put there or changed after the fetch: ${first}${more}`,
    { remedy: "Look at them, then run with --prune to have exactly the template's files." },
  );
}

function summary({ files, source, commit, written, removed }: FetchedTemplate): string {
  const at = commit === null ? "as it stands" : `at ${commit.slice(0, 12)}`;
  const changes =
    written.length + removed.length === 0
      ? "unchanged"
      : `${written.length} written, ${removed.length} removed`;
  return `${files} files from ${source} ${at}, ${changes}`;
}
