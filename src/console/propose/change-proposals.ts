import type { RepositorySource } from "../../agents/dispatch/repository-source.ts";
import type { FileState } from "../../agents/run-bundle/tree-patch.ts";
import { patchDigest } from "../../agents/run-bundle/tree-patch.ts";
import { keyTrailer } from "../../agents/write-back/idempotency-key.ts";
import type {
  CommitPort,
  ForgeWrite,
  ForgeWriter,
  WrittenPlace,
} from "../../agents/write-back/write-ports.ts";
import { IdentikitError } from "../../fault/error.ts";
import { digestOf } from "../../tree/digest.ts";
import { editedManifest } from "./manifest-edit.ts";

/** A change of an object that the repository declares. */
export interface ProposedChange {
  readonly kind: string;
  readonly name: string;
  /** The object as it is to be. */
  readonly object: object;
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
  /** @throws {IdentikitError} what the forge, git or the file have against it */
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
  readonly commits: Pick<CommitPort, "tip" | "push" | "filesAt">;
  readonly now: () => Date;
  readonly signal: AbortSignal;
}

/**
 * Writes a change to the file that declares the object, on a branch of its own, and opens a pull request. The same change asked for again is
 * the same branch and the same pull request.
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
  { fileOf, repositories, forge, commits, now, signal }: ProposalPorts,
  repository: string,
  { kind, name, object, by }: ProposedChange,
): Promise<WrittenPlace> {
  const file = fileOf(kind, name);
  if (file === undefined) throw unable(`no file of the repository declares ${kind} ${name}`);
  const { refs } = await repositories.placeOf({ repository }, signal);
  const [base, into] = [refs.head, refs.defaultBranch ?? "main"];
  const text = await repositories.fileAt(repository, base, file, signal);
  if (text === undefined) throw unable(`${file} is not in ${repository} any more`);
  const edited = editedManifest(text, { file, kind, name }, object);
  if (edited === text) throw unable(`${file} says so already`);
  const before = (await commits.filesAt({ repository, commit: base, paths: [file] }, signal)).get(file);
  const bytes = Buffer.from(edited);
  const after: FileState = { mode: before?.mode ?? "100644", digest: digestOf(bytes), bytes: bytes.length };
  const patch = {
    version: 1 as const,
    base,
    changes: [{ path: file, ...(before ? { before } : {}), after }],
  };
  const digest = patchDigest(patch);
  const branch = `identikit/console-${kind.toLowerCase()}-${name}-${digest.slice(7, 19)}`.slice(0, 200);
  const key = `console:${digest}`;
  const title = `Change ${kind} ${name}`.slice(0, 250);
  const body = `A change of \`${file}\`, written in the console for ${by}.`;
  const write: ForgeWrite = {
    ...{ action: "pull_request", repository, branch, base, patch: digest, message: title, into, title, body },
    draft: false,
  };
  const there = await forge.find(write, key, signal);
  if (there) return there;
  // A push that was broken off before the pull request was opened is gone on with.
  if (!(await commits.tip(repository, branch, signal)))
    await commits.push(
      {
        ...{ repository, branch, patch, time: now().toISOString() },
        content: async () => bytes,
        message: { title, body: "", trailers: [[keyTrailer, key]] },
      },
      signal,
    );
  return await forge.send(write, key, signal);
}

function unable(problem: string): IdentikitError {
  return new IdentikitError("DOCUMENT_INVALID", problem, {
    remedy: "Copy the YAML of the draft, and open the pull request by hand.",
  });
}
