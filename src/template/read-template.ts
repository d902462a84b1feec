import { IdentikitError } from "../fault/error.ts";
import type { FileTree } from "../tree/file-tree.ts";
import { readContents, type TemplateContents } from "./contents/contents.ts";
import { problemLine } from "./contents/problem.ts";
import type { ManifestEntry } from "./manifest.ts";
import { type OpenSourceOptions, openSource } from "./open-source.ts";
import { type Policy, policyNamed, policyUnderLock } from "./policy.ts";
import { readSettled } from "./settle.ts";
import type { Revision, SourceContent, TemplateSource } from "./source.ts";
import { parseLocation } from "./source-location.ts";
import { TemplateAssets } from "./template-assets.ts";
import type { LockedTemplate } from "./template-lock.ts";

export interface ReadOptions extends OpenSourceOptions {
  /** Where the manifest's relative paths start. */
  readonly root: string;
  /** Where relative paths that a person typed start. */
  readonly cwd: string;
  readonly policy: Policy;
  /** Paths that the policy leaves out are an error. */
  readonly strict?: boolean;
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
}

/**
 * One template's assets from its repository: the ref becomes a commit, the commit a tree, and the tree is checked.
 * Nothing is written.
 * @throws {IdentikitError} the faults of the source, of the selection, and of {@link TemplateAssets.check};
 * `POLICY_VIOLATION` when strict, `LOCK_MISMATCH`, `TEMPLATE_INVALID` for what its author has to fix
 */
export async function readTemplate(request: TemplateRequest, options: ReadOptions): Promise<TemplateReading> {
  const { entry, elsewhere, pinned } = request;
  const { policy, limits, signal } = options;
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(limits.timeoutMs)]);
  try {
    const { source, ref } = sourceOf(entry, elsewhere, options);
    const revision = await revisionOf(source, ref, pinned, deadline);
    const read = (under: Policy) => source.read(revision, under, deadline);
    const content = await readSettled(policy, read, source.description);
    checkStrict(source.description, content, options);
    if (pinned) checkPinned(entry.name, content.tree, pinned);
    const origin = { name: entry.name, source: source.description, commit: content.commit };
    const assets = await TemplateAssets.check(content.tree, content.policy, origin);
    return { assets, contents: soundContents(assets, policy), content, revision };
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

/** A policy that does not ask what `prompt_files` names reads prompts as the first policies did. */
export function formOf(policy: Pick<Policy, "promptFiles">): "first" | "present" {
  return policy.promptFiles ? "present" : "first";
}

/** The policy that holds for a template: that of its lock entry, where this was made with the first version of the policy. */
export function lockedPolicy(policy: Policy, locked: LockedTemplate | undefined): Policy {
  const name = policyUnderLock(policy.name, locked?.policy);
  return name === policy.name ? policy : policyNamed(name);
}

function sourceOf(
  entry: ManifestEntry,
  elsewhere: string | undefined,
  options: ReadOptions,
): { source: TemplateSource; ref: string | undefined } {
  if (elsewhere === undefined) {
    const location = parseLocation(entry.repo, options.root);
    const request = { location, ref: entry.ref, shown: entry.repo, provider: entry.provider };
    return { source: openSource(request, options), ref: entry.ref };
  }
  const given = elsewhere.includes("://") || /^(\.|\/)/.test(elsewhere) ? elsewhere : `./${elsewhere}`;
  const location = parseLocation(given, options.cwd);
  // A directory that somebody works in is meant as it stands; the manifest's ref is another repository's.
  const ref = location.kind === "path" ? undefined : entry.ref;
  return { source: openSource({ location, ref, shown: elsewhere }, options), ref };
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
