import { IdentikitError } from "../../fault/error.ts";
import { checkFetchedCopy, type FetchedCopy } from "../../template/fetched-copy.ts";
import { lockedEntry } from "../../template/template-lock.ts";
import type { Draft, Verified } from "../graph/draft.ts";
import { linkUnverified } from "../graph/verify-claims.ts";
import type { KnownTemplate, TemplateSources, TemplateState } from "./template-states.ts";

/** What is read of templates, and where their fetched copies are. */
export interface TemplateArea {
  readonly sources: TemplateSources;
  readonly known: readonly KnownTemplate[];
  /** The fetched directories that are there. */
  readonly copies: readonly FetchedCopy[];
}

/** Which identity an image may carry, by its digest. */
export type Identities = ReadonlyMap<string, TemplateState>;

/**
 * Adds templates, their lock entries, commits, trees, identities and fetched directories.
 * @returns every identity that was read, by its digest
 */
export function addTemplates(draft: Draft, { sources, known, copies }: TemplateArea): Identities {
  const identities = new Map<string, TemplateState>();
  const note = (state: TemplateState | IdentikitError | undefined) => {
    if (state && !(state instanceof IdentikitError)) identities.set(state.identity.digest, state);
  };
  for (const template of known) {
    const copy = copies.find(({ name }) => name === template.entry.name);
    const first = template.locked ? addLocked(draft, sources, template) : addUnlocked(draft, template);
    if (first !== undefined && copy) addCopy(draft, copy, first, template);
    addAsked(draft, template);
    note(template.now);
    note(template.pinned);
    note(template.asked);
  }
  return identities;
}

/** Template, lock, commit, tree: what the repository says and what its source gives. Gives the tree's id. */
function addLocked(draft: Draft, sources: TemplateSources, template: KnownTemplate): string | undefined {
  const { entry, locked, now, pinned } = template;
  if (!locked) return undefined;
  const { name } = entry;
  const from = templateNode(draft, template);
  const lock = draft.node("lock", name, { ref: locked.ref ?? undefined, policy: locked.policy });
  draft.claim({
    from,
    to: lock,
    says: "pinned by",
    restsOn: "identikit.lock",
    verifiedBy: "the entry of the manifest was compared with what the lock was made for",
    verify: () => {
      try {
        lockedEntry(sources.lock, entry, locked.policy);
        return { verdict: "holds", detail: `${entry.repo} under the policy ${locked.policy}` };
      } catch (caught) {
        if (!(caught instanceof IdentikitError) || caught.code !== "LOCK_MISMATCH") throw caught;
        const { code, message, remedy } = caught;
        return { verdict: "broken", code, detail: message, remedy };
      }
    },
  });
  const commit = commitNode(draft, name, locked.commit, locked.treeDigest, describedBy(pinned));
  draft.claim({
    from: lock,
    to: commit,
    says: "resolved to",
    restsOn: "the commit in identikit.lock",
    verifiedBy: "the source was asked again",
    verify: () => stillThere(now, locked.commit, locked.treeDigest),
  });
  const tree = draft.node("tree", locked.treeDigest, { files: String(Object.keys(locked.files).length) });
  draft.claim({
    from: commit,
    to: tree,
    says: "has the assets",
    restsOn: "the digest in identikit.lock",
    verifiedBy: "the commit was read from its source, and the digest worked out again",
    // Without a commit there is nothing to read but what the source gives now.
    verify: () =>
      locked.commit === null
        ? stillThere(now, locked.commit, locked.treeDigest)
        : sameTree(pinned, locked.treeDigest),
  });
  addIdentity(draft, tree, pinned);
  return tree;
}

/** A template that no lock pins: what its source gives now. */
function addUnlocked(draft: Draft, template: KnownTemplate): string | undefined {
  const { entry, now } = template;
  const from = templateNode(draft, template);
  if (now instanceof IdentikitError) {
    const commit = draft.node("commit", `${entry.name}@unknown`);
    draft.claim({ ...sourceClaim(from, commit), verify: () => linkUnverified(now) });
    return undefined;
  }
  return addState(draft, entry.name, from, now);
}

/** A commit that a person asked about and that the lock does not have. */
function addAsked(draft: Draft, template: KnownTemplate): void {
  const { entry, asked, pinned } = template;
  if (!asked || asked === pinned || asked instanceof IdentikitError) return;
  addState(draft, entry.name, templateNode(draft, template), asked);
}

function addState(draft: Draft, name: string, from: string, state: TemplateState): string {
  const commit = commitNode(draft, name, state.commit, state.treeDigest, state.source);
  draft.claim({ ...sourceClaim(from, commit), verify: () => ({ verdict: "holds", detail: state.source }) });
  const tree = draft.node("tree", state.treeDigest);
  draft.claim({
    from: commit,
    to: tree,
    says: "has the assets",
    restsOn: "the commit itself",
    verifiedBy: "the commit was read from its source, and the digest worked out",
    verify: () => sameTree(state, state.treeDigest),
  });
  addIdentity(draft, tree, state);
  return tree;
}

function addIdentity(draft: Draft, tree: string, state: TemplateState | IdentikitError | undefined): void {
  if (!state || state instanceof IdentikitError) return;
  const { identity, treeDigest } = state;
  const to = draft.node("identity", identity.digest, { files: String(identity.size) });
  draft.claim({
    from: tree,
    to,
    says: "has the identity",
    restsOn: "the identity profile of the settings",
    verifiedBy: "the identity was selected from the assets, and its digest worked out",
    verify: () =>
      tree === `tree:${treeDigest}`
        ? { verdict: "holds", detail: `${identity.size} files` }
        : { verdict: "broken", code: "LOCK_MISMATCH", detail: `it is that of the tree ${treeDigest}` },
  });
}

function addCopy(draft: Draft, copy: FetchedCopy, tree: string, { entry, locked }: KnownTemplate): void {
  const to = draft.node("directory", copy.directory, { template: entry.name });
  draft.claim({
    from: tree,
    to,
    says: "fetched to",
    restsOn: locked ? "identikit.lock and the record of the fetch" : "the record of the fetch",
    verifiedBy: "every file was read and compared",
    verify: () => {
      const findings = checkFetchedCopy(copy);
      const [first] = findings;
      if (!first) return { verdict: "holds", detail: "every file is as it was fetched" };
      const { code, actual, expected, remedy, path } = first;
      const detail = `${path} is ${actual ?? "not there"}, expected ${expected ?? "nothing"}`;
      return { verdict: "broken", code, detail, remedy, findings };
    },
  });
}

function templateNode(draft: Draft, { entry }: KnownTemplate): string {
  return draft.node("template", entry.name, { repository: entry.repo, ref: entry.ref });
}

function commitNode(
  draft: Draft,
  name: string,
  commit: string | null,
  treeDigest: string,
  source: string | undefined,
): string {
  return draft.node("commit", `${name}@${commit ?? treeDigest}`, { source });
}

function sourceClaim(from: string, to: string) {
  return {
    from,
    to,
    says: "resolved to",
    restsOn: "the manifest",
    verifiedBy: "the source was asked",
  };
}

/** Whether a source still gives what the lock has: the same commit, or another one with the same assets. */
function stillThere(
  now: TemplateState | IdentikitError,
  commit: string | null,
  treeDigest: string,
): Verified {
  if (now instanceof IdentikitError) return linkUnverified(now);
  const shown = now.commit ?? "a directory without a commit";
  if (now.treeDigest !== treeDigest)
    return {
      verdict: "broken",
      code: "TEMPLATE_MOVED",
      detail: `the source gives ${shown} now, with other assets (${now.treeDigest})`,
      remedy: "Run `identikit fetch --update-lock`, look at what moved, and make the copies again.",
    };
  if (now.commit === commit) return { verdict: "holds", detail: now.source };
  return { verdict: "holds", detail: `the source gives ${shown} now, with the same assets` };
}

function sameTree(state: TemplateState | IdentikitError | undefined, expected: string): Verified {
  if (state instanceof IdentikitError) return linkUnverified(state);
  if (state?.treeDigest === expected) return { verdict: "holds", detail: expected };
  return {
    verdict: "broken",
    code: "LOCK_MISMATCH",
    detail: `the source gives ${state?.treeDigest ?? "nothing"}`,
    remedy: "Find out who changed the commit or the lock; the same commit never has other content.",
  };
}

function describedBy(state: TemplateState | IdentikitError | undefined): string | undefined {
  return state instanceof IdentikitError ? undefined : state?.source;
}
