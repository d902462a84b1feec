import { IdentikitError } from "../fault/error.ts";
import type { FileTree } from "../tree/file-tree.ts";
import type { AcceptedSecrets } from "./accepted-secrets.ts";
import { readContents, type TemplateContents } from "./contents/contents.ts";
import { problemLine } from "./contents/problem.ts";
import { goneCommit } from "./gone-commit.ts";
import type { ManifestEntry } from "./manifest.ts";
import { type OpenSourceOptions, openSource } from "./open-source.ts";
import { formOf, type Policy } from "./policy.ts";
import { readSettled } from "./settle.ts";
import type { Revision, SourceContent, TemplateSource } from "./source.ts";
import { parseLocation } from "./source-location.ts";
import { TemplateAssets } from "./template-assets.ts";
import type { LockedTemplate } from "./template-lock.ts";
import { tokenOf } from "./template-token.ts";

export interface ReadOptions extends OpenSourceOptions {
  /** Where the manifest's relative paths start. */
  readonly root: string;
  /** Where relative paths that a person typed start. */
  readonly cwd: string;
  readonly policy: Policy;
  /** Paths that the policy leaves out are an error. */
  readonly strict?: boolean;
  /** Values that look like credentials and are none. */
  readonly accepted?: AcceptedSecrets;
  /** See {@link TokenOptions}. */
  readonly tokens?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** One template that is asked for. */
export interface TemplateRequest {
  readonly entry: ManifestEntry;
  /** Another place than the manifest says, as a person typed it: a path or a URL. */
  readonly elsewhere?: string | undefined;
  /** What the lock file says; anything else is refused. */
  readonly pinned?: LockedTemplate | undefined;
}

export interface TemplateReading {
  readonly assets: TemplateAssets;
  /** What the assets say; without errors. */
  readonly contents: TemplateContents;
  readonly content: SourceContent;
  readonly revision: Revision | undefined;
  /** See {@link TemplateSource.movedTo}. */
  readonly movedTo: string | null;
}

/**
 * One template's assets from its repository: the ref becomes a commit, the commit a tree, and the tree is checked.
 * Nothing is written.
 * @throws {IdentikitError} the faults of the source, of the selection, and of {@link TemplateAssets.check};
 * `POLICY_VIOLATION` when strict, `LOCK_MISMATCH`, `COMMIT_GONE`, `TEMPLATE_INVALID` for what its author has to fix
 */
export async function readTemplate(request: TemplateRequest, options: ReadOptions): Promise<TemplateReading> {
  const { entry, elsewhere, pinned } = request;
  const { policy, limits, signal } = options;
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(limits.timeoutMs)]);
  try {
    const { source, ref } = sourceOf(entry, elsewhere, options);
    const revision = await revisionOf(source, ref, pinned, deadline);
    const read = (under: Policy) => source.read(revision, under, deadline);
    const content = await readSettled(policy, read, source.description).catch(async (caught: unknown) => {
      throw (await goneCommit({ name: entry.name, source, ref, pinned, signal: deadline }, caught)) ?? caught;
    });
    checkStrict(source.description, content, options);
    if (pinned) checkPinned(entry.name, content.tree, pinned);
    const origin = { name: entry.name, source: source.description, commit: content.commit };
    const assets = await TemplateAssets.check(content.tree, content.policy, origin, options.accepted);
    const contents = soundContents(assets, policy);
    return { assets, contents, content, revision, movedTo: await newPlaceOf(source, deadline) };
  } catch (caught) {
    if (deadline.aborted && !signal.aborted) throw tooSlow(entry.name, limits.timeoutMs, caught);
    throw caught;
  }
}

/**
 * What the assets say.
 * @throws {IdentikitError} `TEMPLATE_INVALID` for what its author has to fix, several problems at once
 */
export function soundContents(assets: TemplateAssets, policy: Policy): TemplateContents {
  const { source } = assets.origin;
  const contents = readContents(assets.tree, source, formOf(policy));
  const errors = contents.problems.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (!first) return contents;
  throw new IdentikitError("TEMPLATE_INVALID", `${source}: ${errors.map(problemLine).join("; ")}`, {
    remedy: first.remedy,
  });
}

function sourceOf(
  entry: ManifestEntry,
  elsewhere: string | undefined,
  options: ReadOptions,
): { source: TemplateSource; ref: string | undefined } {
  if (elsewhere === undefined) {
    const location = parseLocation(entry.repo, options.root);
    const { ref, provider, path: directory } = entry;
    const token = tokenOf(entry, location, options);
    const request = { location, ref, shown: entry.repo, provider, directory, token };
    return { source: openSource(request, options), ref: entry.ref };
  }
  const given = elsewhere.includes("://") || /^(\.|\/)/.test(elsewhere) ? elsewhere : `./${elsewhere}`;
  const location = parseLocation(given, options.cwd);
  // A directory that somebody works in is meant as it stands; the manifest's ref and path are another repository's.
  if (location.kind === "path")
    return { source: openSource({ location, ref: undefined, shown: elsewhere }, options), ref: undefined };
  const { ref, path: directory } = entry;
  return { source: openSource({ location, ref, shown: elsewhere, directory }, options), ref };
}

/** A locked commit is asked for by its id, whatever the ref stands for by now. */
async function revisionOf(
  source: TemplateSource,
  ref: string | undefined,
  pinned: LockedTemplate | undefined,
  signal: AbortSignal,
): Promise<Revision | undefined> {
  if (pinned?.commit) return { commit: pinned.commit, ref: ref ?? pinned.commit };
  return source.resolve(ref, signal);
}

/** A name that the server does not tell keeps no template back. */
async function newPlaceOf(source: TemplateSource, signal: AbortSignal): Promise<string | null> {
  try {
    return await source.movedTo(signal);
  } catch (caught) {
    if (caught instanceof IdentikitError) return null;
    throw caught;
  }
}

function checkStrict(description: string, { leftOut }: SourceContent, { strict, policy }: ReadOptions): void {
  const [first] = leftOut;
  if (!strict || first === undefined) return;
  const more = leftOut.length > 1 ? ` and ${leftOut.length - 1} more` : "";
  throw new IdentikitError(
    "POLICY_VIOLATION",
    `${description}: ${JSON.stringify(first)}${more} is no asset of the policy ${policy.name}`,
    { remedy: "Take it out of the template, extend the policy, or fetch without --strict." },
  );
}

function checkPinned(name: string, tree: FileTree, { treeDigest, commit }: LockedTemplate): void {
  if (tree.digest === treeDigest) return;
  const at = commit === null ? "" : ` at commit ${commit}`;
  const problem = `${name}: identikit.lock says ${treeDigest}${at}, but what was fetched is ${tree.digest}`;
  throw new IdentikitError("LOCK_MISMATCH", problem, {
    remedy: "Find out who changed it; run `identikit fetch --update-lock` if the change is meant.",
  });
}

function tooSlow(name: string, timeoutMs: number, cause: unknown): IdentikitError {
  return new IdentikitError("SOURCE_UNREACHABLE", `${name} took longer than ${timeoutMs / 1000} s`, {
    remedy: "Check the server and the network, then run again.",
    retry: { kind: "later" },
    cause,
  });
}
