import type { RepositorySource } from "../../agents/dispatch/repository-source.ts";
import { type FileState, patchDigest, type TreePatch } from "../../agents/run-bundle/tree-patch.ts";
import { keyTrailer } from "../../agents/write-back/idempotency-key.ts";
import type {
  CommitPort,
  ForgeWrite,
  ForgeWriter,
  WrittenPlace,
} from "../../agents/write-back/write-ports.ts";
import { IdentikitError } from "../../fault/error.ts";
import { digestOf } from "../../tree/digest.ts";
import { changedFields, editedManifest, type ObjectChange } from "./manifest-edit.ts";

/** A change of an object that the repository declares. */
export interface ProposedChange extends ObjectChange {
  readonly kind: string;
  readonly name: string;
  /** Who wants it, by login. */
  readonly by: string;
}

export interface ProposalsTold {
  readonly words: string;
  readonly reason?: string;
  /** Below which its pull requests are, with a slash at the end. */
  readonly web?: string;
}

/** Opens pull requests on the repository that declares the organisation's objects. */
export interface ChangeProposals {
  /** Where they go, in a sentence; and why none can be opened, where that is so. */
  readonly told: () => ProposalsTold;
  /** @throws {IdentikitError} what the forge, git, the file or a branch that is there already have against it */
  readonly open: (change: ProposedChange) => Promise<WrittenPlace>;
}

export interface ProposalPorts {
  /** OWNER/REPO; nothing where no repository declares the objects. */
  readonly repository: string | undefined;
  /** The forge's address, for people. */
  readonly serverUrl: string;
  /** Whether there is a token to write with. */
  readonly hasToken: boolean;
  /** The file that declares an object. */
  readonly fileOf: (kind: string, name: string) => string | undefined;
  readonly repositories: RepositorySource;
  readonly forge: Pick<ForgeWriter, "find" | "send">;
  readonly commits: Pick<CommitPort, "tip" | "push" | "filesAt" | "changesOf">;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

/**
 * Writes a change to the file that declares the object, on a branch of its own, and opens a pull request. The same change asked for again is
 * the same branch and, while it is open, the same pull request, whatever has been merged meanwhile.
 */
export function changeProposals(ports: ProposalPorts): ChangeProposals {
  const { repository, hasToken, serverUrl } = ports;
  const reason =
    repository === undefined
      ? "No repository is set up that declares the objects (platform.configRepository)."
      : hasToken
        ? undefined
        : "The server has no token to write to the forge with.";
  return {
    told: () => ({
      words: repository === undefined ? "There is nowhere to open one." : `It is opened on ${repository}.`,
      ...(repository === undefined ? {} : { web: `${serverUrl.replace(/\/+$/, "")}/${repository}/` }),
      ...(reason === undefined ? {} : { reason }),
    }),
    open: async (change) => {
      if (repository === undefined || reason !== undefined) throw unable(reason ?? "");
      return await openChange(ports, repository, change);
    },
  };
}

async function openChange(
  ports: ProposalPorts,
  repository: string,
  change: ProposedChange,
): Promise<WrittenPlace> {
  const { fileOf, repositories, forge, signal } = ports;
  const { kind, name, by } = change;
  const file = fileOf(kind, name);
  if (file === undefined) throw unable(`no file of the repository declares ${kind} ${name}`);
  const { refs } = await repositories.placeOf({ repository }, signal);
  const place = { repository, file };
  const edit = await editAt(ports, place, refs.head, change);
  if (edit.patch.changes.length === 0)
    throw new IdentikitError("CONFLICT", `${file} of ${repository} says so already`, {
      remedy: "Discard the draft: the object changes once the server has read the repository again.",
    });
  // Of what is wanted, and not of the commit that it was wanted at.
  const digest = digestOf(JSON.stringify([file, kind, name, changedFields(change)]));
  const slug = `${kind.toLowerCase()}-${name}`.slice(0, 150).replace(/[.-]+$/, "");
  const branch = `identikit/console-${slug}-${digest.slice(7, 19)}`;
  const key = `console:${digest}`;
  const title = `Change ${kind} ${name}`.slice(0, 250);
  const body = `A change of \`${file}\`, written in the console for ${by}.`;
  const write: ForgeWrite = {
    ...{ action: "pull_request", repository, branch, base: edit.patch.base, patch: patchDigest(edit.patch) },
    ...{ message: title, into: refs.defaultBranch ?? "main", title, body, draft: false },
  };
  const there = await forge.find(write, key, signal);
  if (there && !there.isClosed) return there;
  const pushed = await pushedBefore(ports, { ...place, branch }, change);
  if (!pushed) await push(ports, { ...place, branch }, edit, { title, body, key });
  return await forge.send({ ...write, ...(pushed ?? {}) }, key, signal);
}

interface FilePlace {
  readonly repository: string;
  readonly file: string;
}

/** A file with a change, as a patch of a commit; without changes where the file says so already. */
interface FileEdit {
  readonly patch: TreePatch;
  readonly bytes: Uint8Array;
}

async function editAt(
  { repositories, commits, signal }: ProposalPorts,
  { repository, file }: FilePlace,
  base: string,
  change: ProposedChange,
): Promise<FileEdit> {
  const text = await repositories.fileAt(repository, base, file, signal);
  if (text === undefined) throw unable(`${file} is not in ${repository} any more`);
  const { kind, name } = change;
  const edited = editedManifest(text, { file, kind, name }, change);
  const bytes = Buffer.from(edited);
  const before = (await commits.filesAt({ repository, commit: base, paths: [file] }, signal)).get(file);
  const after: FileState = { mode: before?.mode ?? "100644", digest: digestOf(bytes), bytes: bytes.length };
  const changes = edited === text ? [] : [{ path: file, ...(before ? { before } : {}), after }];
  return { patch: { version: 1, base, changes }, bytes };
}

/** Names the commit that a branch of ours was made of. */
const baseTrailer = "Identikit-Base";

async function push(
  { commits, now, signal }: ProposalPorts,
  { repository, branch }: FilePlace & { readonly branch: string },
  { patch, bytes }: FileEdit,
  { title, body, key }: { readonly title: string; readonly body: string; readonly key: string },
): Promise<void> {
  const trailers = [[keyTrailer, key] as const, [baseTrailer, patch.base] as const];
  const message = { title, body, trailers };
  const content = async () => bytes;
  await commits.push({ repository, branch, patch, content, message, time: now().toISOString() }, signal);
}

/**
 * What is on the branch already, of a time at which no pull request was opened or it was closed. It counts only if it is the same change of
 * the commit that it was made of: whoever may push can have made it.
 * @throws {IdentikitError} `WRITE_BACK_FAILED` where it is something else
 */
async function pushedBefore(
  ports: ProposalPorts,
  { branch, ...place }: FilePlace & { readonly branch: string },
  change: ProposedChange,
): Promise<{ readonly base: string; readonly patch: string } | undefined> {
  const { commits, signal } = ports;
  const { repository } = place;
  const tip = await commits.tip(repository, branch, signal);
  if (!tip) return undefined;
  const base = new RegExp(`^${baseTrailer}: ([0-9a-f]{40,64})$`, "m").exec(tip.message)?.[1];
  if (base !== undefined) {
    const { patch } = await editAt(ports, place, base, change);
    const there = await commits.changesOf({ repository, commit: tip.commit, base }, signal);
    if (patchDigest(there) === patchDigest(patch)) return { base, patch: patchDigest(patch) };
  }
  throw new IdentikitError(
    "WRITE_BACK_FAILED",
    `the branch ${branch} of ${repository} is there already, with another change than that of the draft`,
    { remedy: "Look at the branch, remove it where nobody needs it, and open the pull request again." },
  );
}

function unable(problem: string): IdentikitError {
  return new IdentikitError("DOCUMENT_INVALID", problem, {
    remedy: "Copy the YAML of the draft, and open the pull request by hand.",
  });
}
