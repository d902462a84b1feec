import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { safeRefName } from "../../agents/triggers/ref-names.ts";
import { IdentikitError } from "../../fault/error.ts";
import { withRetries } from "../../fault/retry.ts";
import { withoutCredentials } from "../../git/git-command.ts";
import { AnchoredDirectory } from "../../tree/anchored-directory.ts";
import { writeFileAtomically } from "../../tree/atomic-file.ts";
import { digestOf } from "../../tree/digest.ts";
import { ExclusiveLock } from "../../tree/exclusive-lock.ts";
import { removeTreeIn } from "../../tree/remove-tree.ts";
import { type GitRemote, remoteFault, remoteRun } from "./git-remote.ts";
import { type CallerEnvironment, StoreGit } from "./store-git.ts";
import { checkSeal, type StoreSeal, sealOf, withoutUnfinished } from "./store-seal.ts";

/** Attributes over all those of a commit: files are checked out byte for byte, and merged by nobody's program. */
const plainAttributes = "* -text -ident !eol !filter !working-tree-encoding !merge !diff\n";

/** What is to be in a store. */
export interface WantedCommit {
  /** The full ref; without one the commit is asked for by itself. */
  readonly ref?: string | undefined;
  /** The commit; without one the head of the ref. */
  readonly commit?: string | undefined;
  /** How many commits of history; all of it if left out. */
  readonly depth?: number | undefined;
}

/**
 * A bare store of one repository. `store.git` has the objects and is all that agents see, read-only. `fetch.git` has our refs: what agents
 * write in their worktrees' own folders is read by no fetch. A seal says what stands in the store; each of our writes is made under a lock,
 * on a store whose seal holds, and sealed again.
 */
export class RepositoryStore {
  /** The folder of the store. */
  readonly folder: string;
  /** What agents may read. */
  readonly gitDirectory: string;
  readonly objects: string;
  /** Git as this room uses it: our refs, the store's objects. */
  readonly git: StoreGit;
  readonly #environment: CallerEnvironment;

  constructor(folder: string, environment: CallerEnvironment) {
    this.folder = folder;
    this.gitDirectory = join(folder, "store.git");
    this.objects = join(this.gitDirectory, "objects");
    this.git = new StoreGit(join(folder, "fetch.git"), environment, { GIT_OBJECT_DIRECTORY: this.objects });
    this.#environment = environment;
  }

  get isThere(): boolean {
    return existsSync(join(this.folder, "seal.json"));
  }

  /**
   * Makes sure that a commit is in the store, and says which one it is.
   * @throws {IdentikitError} `REF_UNSAFE`, `REF_UNKNOWN`, `SOURCE_DENIED`, `SOURCE_NOT_FOUND`, `SOURCE_UNREACHABLE`, `STORE_UNUSABLE`,
   * `STORE_TAMPERED`, `LOCK_HELD`
   */
  async fetch(remote: GitRemote, wanted: WantedCommit, signal: AbortSignal): Promise<string> {
    const { ref, commit } = wanted;
    if (ref !== undefined) checkFullRef(ref);
    if (commit !== undefined && this.isThere && (await this.has(commit, signal))) return commit;
    return await this.#write(signal, async () => {
      if (ref !== undefined) await this.#fetchRef(remote, ref, wanted.depth, signal);
      const found = commit ?? (ref === undefined ? undefined : await this.head(ref, signal));
      if (found === undefined) throw missingCommit(remote.url, ref ?? "HEAD");
      if (!(await this.has(found, signal))) await this.#fetchSpec(remote, found, wanted.depth, signal);
      if (!(await this.has(found, signal))) throw missingCommit(remote.url, found);
      await this.#show(ref, signal);
      return found;
    });
  }

  /** The head of a ref as it was fetched last. */
  async head(ref: string, signal: AbortSignal): Promise<string | undefined> {
    const { status, output } = await this.git.run(
      ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ownRef(ref)}^{commit}`],
      signal,
    );
    return status === 0 ? output.toString().trim() : undefined;
  }

  /** Whether a commit is in the store. */
  async has(commit: string, signal: AbortSignal): Promise<boolean> {
    const { status } = await this.git.run(["cat-file", "-e", `${commit}^{commit}`], signal);
    return status === 0;
  }

  /**
   * Asks whether the store is as we left it.
   * @throws {IdentikitError} `STORE_TAMPERED`
   */
  async check(signal: AbortSignal): Promise<void> {
    using _ = await this.#lock(signal);
    await this.#takeUp(signal);
  }

  /** Writes to the store under its lock, where its seal holds, and seals it again. */
  async #write<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    using _ = await this.#lock(signal);
    if (this.isThere) await this.#takeUp(signal);
    else await this.#init(signal);
    writeFileAtomically(this.#unfinished, "", { mode: 0o600, sync: false });
    try {
      return await work();
    } finally {
      this.#seal();
      this.#finish();
    }
  }

  /** A store whose seal holds; where our last write was broken off, apart from what that may have left. */
  async #takeUp(signal: AbortSignal): Promise<void> {
    const sealed = this.#sealed();
    using folder = AnchoredDirectory.open(this.folder);
    if (!existsSync(this.#unfinished)) {
      checkSeal(folder, sealed, this.#sealNow());
      return;
    }
    const now = this.#sealNow();
    checkSeal(folder, withoutUnfinished(sealed, sealed), withoutUnfinished(sealed, now));
    // Git believes what the index of a pack says; so a pack that nobody sealed is looked at whole.
    for (const path of Object.keys(now).filter((one) => one.endsWith(".idx") && sealed[one] === undefined))
      await this.git.ask(["verify-pack", "--", join(this.folder, path)], signal);
    this.#seal();
    this.#finish();
  }

  async #init(signal: AbortSignal): Promise<void> {
    using folder = AnchoredDirectory.make(this.folder);
    for (const name of ["store.git", "fetch.git"]) {
      removeTreeIn(folder, name);
      const directory = join(this.folder, name);
      const git = new StoreGit(directory, this.#environment);
      await git.ask(["init", "--quiet", "--bare", "--template="], signal);
      writeFileAtomically(join(directory, "info/attributes"), plainAttributes, { sync: false });
    }
    using store = AnchoredDirectory.open(this.gitDirectory);
    using _ = store.enterOrMake("worktrees");
  }

  /** Lets agents see the ref that was fetched, and where a history without its beginning begins. */
  async #show(ref: string | undefined, signal: AbortSignal): Promise<void> {
    const shallow = join(this.folder, "fetch.git/shallow");
    if (existsSync(shallow))
      writeFileAtomically(join(this.gitDirectory, "shallow"), readFileSync(shallow), { sync: false });
    const name = ref?.replace(/^refs\/heads\//, "refs/remotes/origin/");
    const head = ref === undefined ? undefined : await this.head(ref, signal);
    if (name === undefined || head === undefined) return;
    // It is for their eyes only: where an older ref is in its way, they do without.
    await new StoreGit(this.gitDirectory, this.#environment).run(["update-ref", name, head], signal);
  }

  async #fetchRef(remote: GitRemote, ref: string, depth: number | undefined, signal: AbortSignal) {
    await this.#fetchSpec(remote, `+${ref}:${ownRef(ref)}`, depth, signal);
  }

  async #fetchSpec(remote: GitRemote, spec: string, depth: number | undefined, signal: AbortSignal) {
    const args = [
      ...[
        "fetch",
        "--quiet",
        "--no-progress",
        "--no-tags",
        "--no-recurse-submodules",
        "--no-write-fetch-head",
      ],
      ...(depth === undefined ? [] : [`--depth=${depth}`]),
      ...["--end-of-options", remote.url, spec],
    ];
    await withRetries(
      async () => {
        const { status, complaint } = await this.git.run(args, signal, remoteRun(remote));
        if (status !== 0) throw remoteFault(remote, complaint);
      },
      { signal },
    );
  }

  #sealed(): StoreSeal {
    return z
      .record(z.string(), z.string())
      .parse(JSON.parse(readFileSync(join(this.folder, "seal.json"), "utf8")));
  }

  #seal(): void {
    const text = JSON.stringify(this.#sealNow());
    writeFileAtomically(join(this.folder, "seal.json"), text, { mode: 0o600, sync: false });
  }

  #finish(): void {
    rmSync(this.#unfinished, { force: true });
  }

  get #unfinished(): string {
    return join(this.folder, "unfinished");
  }

  #sealNow(): Record<string, string> {
    const all: Record<string, string> = {};
    for (const name of ["store.git", "fetch.git"]) {
      using directory = AnchoredDirectory.open(join(this.folder, name));
      for (const [path, stamp] of Object.entries(sealOf(directory))) all[`${name}/${path}`] = stamp;
    }
    return all;
  }

  #lock(signal: AbortSignal): Promise<ExclusiveLock> {
    const waitMs = 10 * 60_000;
    return ExclusiveLock.acquire(join(this.folder, "lock"), {
      place: `the store ${this.folder}`,
      signal,
      waitMs,
    });
  }
}

/** @throws {IdentikitError} `REF_UNSAFE` */
function checkFullRef(ref: string): void {
  const [, name = `-${ref}`] = /^refs\/(?:heads\/|tags\/)?(.*)$/s.exec(ref) ?? [];
  safeRefName(name);
}

/** Where a ref is kept: by a name of ours, so that a branch `a` and a later branch `a/b` are not in each other's way. */
function ownRef(ref: string): string {
  return `refs/identikit/${digestOf(ref).slice("sha256:".length, "sha256:".length + 40)}`;
}

function missingCommit(url: string, what: string): IdentikitError {
  return new IdentikitError("REF_UNKNOWN", `${withoutCredentials(url)} has no ${JSON.stringify(what)}`, {
    remedy: "Check whether the branch was deleted, or the commit taken away by a forced push.",
  });
}
