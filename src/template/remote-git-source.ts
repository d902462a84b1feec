import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IdentikitError } from "../fault/error.ts";
import { type RetryOptions, withRetries } from "../fault/retry.ts";
import { type GitOutcome, type GitRun, runGit, withoutCredentials } from "../git/git-command.ts";
import { credentialConfig, credentialVariables, type GitCredential } from "../git/git-credential.ts";
import { remoteFailure } from "../git/remote-failure.ts";
import { isLoopback } from "../http/loopback.ts";
import { readCommit } from "./git-objects.ts";
import type { Policy } from "./policy.ts";
import { isCommitId, pickRevision, refCandidates, unknownRef } from "./ref-name.ts";
import type { CommitId, Revision, SourceContent, SourceLimits, TemplateSource } from "./source.ts";
import type { SourceLocation } from "./source-location.ts";

export interface RemoteGitOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly limits: SourceLimits;
  /** The template's directory in the repository; left out or empty for its root. */
  readonly directory?: string | undefined;
  /** Sent to the remote's own origin and to no other; for `https://`, and `http://` on this machine. */
  readonly credential?: GitCredential;
  readonly retry?: Omit<RetryOptions, "signal">;
}

type Remote = Extract<SourceLocation, { kind: "remote" }>;

/** A git repository on another machine, over HTTPS or SSH; one commit is fetched, into a place of its own. */
export class RemoteGitSource implements TemplateSource {
  readonly description: string;
  readonly #remote: Remote;
  readonly #options: RemoteGitOptions;
  #movedTo: string | null = null;

  /** @throws {IdentikitError} `SOURCE_INVALID` where the credential would travel unencrypted */
  constructor(remote: Remote, options: RemoteGitOptions) {
    this.description = withoutCredentials(remote.url);
    this.#remote = remote;
    this.#options = options;
    if (options.credential && remote.transport === "http" && !isLoopback(new URL(remote.url).hostname)) {
      throw new IdentikitError("SOURCE_INVALID", `${this.description} would get the token unencrypted`, {
        remedy: "Use https://.",
      });
    }
  }

  async resolve(ref: string | undefined, signal: AbortSignal): Promise<Revision> {
    if (ref !== undefined && isCommitId(ref)) return { commit: ref, ref };
    const names = ref === undefined ? ["HEAD"] : refCandidates(ref, this.description);
    const patterns = names.flatMap((name) => [name, `${name}^{}`]);
    const listed = await this.#ask(["ls-remote", "--symref", "--", this.#remote.url, ...patterns], signal);
    const all = parseRefs(listed.output.toString());
    const found = new Map<string, CommitId>();
    for (const name of names) {
      const commit = all.get(`${name}^{}`) ?? all.get(name);
      if (commit !== undefined) found.set(name, commit);
    }
    const revision = pickRevision(ref ?? "HEAD", this.description, found);
    const branch = /^ref: (\S+)\tHEAD$/m.exec(listed.output.toString())?.[1];
    return ref === undefined && branch !== undefined ? { ...revision, ref: branch } : revision;
  }

  async read(revision: Revision | undefined, policy: Policy, signal: AbortSignal): Promise<SourceContent> {
    if (!revision) throw unknownRef("HEAD", this.description, "was not resolved to a commit");
    const { commit } = revision;
    const gitDirectory = mkdtempSync(join(tmpdir(), "identikit-git-"));
    try {
      const format = commit.length === 64 ? "sha256" : "sha1";
      await this.#local(
        ["init", "--quiet", "--bare", "--template=", `--object-format=${format}`, gitDirectory],
        {
          signal,
        },
      );
      await this.#fetch(commit, gitDirectory, signal);
      const run = { environment: this.#options.environment, signal, gitDirectory };
      const owner = `${this.description} at ${commit.slice(0, 12)}`;
      const content = await readCommit(
        { owner, run, prefix: this.#options.directory ?? "", limits: this.#options.limits },
        commit,
        policy,
      );
      return { ...content, commit, origin: "commit", note: null };
    } finally {
      rmSync(gitDirectory, { recursive: true, force: true });
    }
  }

  async movedTo(): Promise<string | null> {
    return this.#movedTo;
  }

  /** One commit without its history; from a server that gives out only what it advertises, all branches and tags. */
  async #fetch(commit: CommitId, gitDirectory: string, signal: AbortSignal): Promise<void> {
    // A quiet git does not say that the server sent it on to another address.
    const args = ["fetch", "--no-progress", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head"];
    const url = this.#remote.url;
    try {
      await this.#ask([...args, "--depth=1", "--", url, commit], signal, gitDirectory);
    } catch (caught) {
      if (!(caught instanceof IdentikitError) || caught.code !== "REF_UNKNOWN") throw caught;
      await this.#ask(
        [...args, "--", url, "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"],
        signal,
        gitDirectory,
      );
    }
    const check = { signal, gitDirectory };
    const { status } = await this.#local(["rev-parse", "--verify", "--quiet", `${commit}^{commit}`], check);
    if (status !== 0) throw unknownRef(commit, this.description, "is no commit of it");
  }

  #local(args: readonly string[], run: Pick<GitRun, "signal" | "gitDirectory">): Promise<GitOutcome> {
    return runGit(args, { environment: this.#options.environment, ...run });
  }

  /** Runs git against the remote, again where that can help. */
  #ask(args: readonly string[], signal: AbortSignal, gitDirectory?: string): Promise<GitOutcome> {
    const { environment, credential, limits, retry } = this.#options;
    const { transport, url } = this.#remote;
    // The packed history of a template may be larger than its assets, but not without bound.
    const bound = limits.maxArchiveBytes * 8;
    const run: GitRun = {
      environment,
      signal,
      transports: [transport],
      config: [
        ["protocol.version", "2"],
        ["fetch.unpackLimit", "1"],
        ["http.lowSpeedLimit", "100"],
        ["http.lowSpeedTime", "30"],
        ...(credential ? credentialConfig(new URL(url).origin) : []),
      ],
      // Without a repository of its own, git must not find one around it: its settings are nobody's here.
      variables: {
        ...credentialVariables(credential),
        ...(gitDirectory === undefined ? { GIT_DIR: "/dev/null" } : {}),
      },
      ...(gitDirectory === undefined
        ? {}
        : { gitDirectory, watch: () => checkSize(gitDirectory, bound, this.description) }),
    };
    return withRetries(
      async () => {
        const outcome = await runGit(args, run);
        if (outcome.status !== 0) throw this.#failed(outcome.complaint);
        this.#movedTo ??= redirection(outcome.complaint);
        return outcome;
      },
      { ...retry, signal },
    );
  }

  #failed(complaint: string): IdentikitError {
    const { description } = this;
    const cause = new Error(complaint);
    switch (remoteFailure(complaint)) {
      case "ref":
        return new IdentikitError("REF_UNKNOWN", `${description}: the commit is not there`, {
          remedy: "Run again with --update-lock, or fix the ref in the manifest.",
          cause,
        });
      case "denied":
        return new IdentikitError("SOURCE_DENIED", `${description} refused the credential, or wants one`, {
          remedy: "Check the token and that its owner may read the repository.",
          cause,
        });
      case "missing":
        return new IdentikitError("SOURCE_NOT_FOUND", `${description} is not there`, {
          remedy: "Check the name; a private repository looks missing to one who may not read it.",
          cause,
        });
      case "unreachable":
        return new IdentikitError("SOURCE_UNREACHABLE", `${description} could not be reached`, {
          remedy: "Check the network and the server, then run again; --verbose shows what git said.",
          retry: { kind: "later" },
          cause,
        });
    }
  }
}

/** Where a server sent git on to; git says so in a warning, and keeps to it (`http.followRedirects`). */
function redirection(complaint: string): string | null {
  return /^warning: redirecting to (\S+?)\/?$/m.exec(complaint)?.[1] ?? null;
}

function parseRefs(output: string): Map<string, CommitId> {
  const refs = new Map<string, CommitId>();
  for (const line of output.split("\n")) {
    const [id, name] = line.split("\t");
    if (id !== undefined && name !== undefined && isCommitId(id)) refs.set(name, id);
  }
  return refs;
}

function checkSize(gitDirectory: string, bound: number, owner: string): void {
  let size = 0;
  for (const name of readdirSync(join(gitDirectory, "objects"), { recursive: true, encoding: "utf8" }))
    size += statSync(join(gitDirectory, "objects", name), { throwIfNoEntry: false })?.size ?? 0;
  if (size > bound) {
    throw new IdentikitError("ARCHIVE_TOO_LARGE", `${owner} sends more than ${bound} bytes for one commit`, {
      remedy: "Keep the template in a repository of its own, or raise limits.archiveMiB in identikit.yaml.",
    });
  }
}
