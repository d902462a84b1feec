import { IdentikitError } from "../../fault/error.ts";
import { type GitOutcome, type GitRun, runGit } from "../../git/git-command.ts";

/** The caller's environment; git gets what it needs of it, and no token. */
export type CallerEnvironment = GitRun["environment"];

/** Nothing that a repository, a user or a system has configured takes part: neither attributes nor excludes nor another file. */
const settings: readonly (readonly [string, string])[] = [
  ["core.attributesFile", "/dev/null"],
  ["core.excludesFile", "/dev/null"],
  ["core.autocrlf", "false"],
  ["core.ignoreCase", "false"],
  ["core.fileMode", "true"],
  ["core.symlinks", "true"],
  ["core.precomposeUnicode", "false"],
  ["core.protectHFS", "true"],
  ["core.protectNTFS", "true"],
  ["core.sparseCheckout", "false"],
  ["core.splitIndex", "false"],
  ["core.fsync", "none"],
  ["index.version", "2"],
  ["submodule.recurse", "false"],
  ["fetch.recurseSubmodules", "false"],
  ["commit.gpgSign", "false"],
  ["merge.directoryRenames", "false"],
];

const variables: Readonly<Record<string, string>> = {
  HOME: "/dev/null",
  XDG_CONFIG_HOME: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_ATTR_NOSYSTEM: "1",
};

/** What one call to git has beside its arguments. */
export type StoreRun = Pick<
  GitRun,
  "input" | "config" | "variables" | "transports" | "maxOutput" | "cwd" | "watch"
>;

/** Git on one store: the directory is named outright, and only the settings of this room count. */
export class StoreGit {
  readonly gitDirectory: string;
  readonly #environment: CallerEnvironment;
  readonly #variables: Readonly<Record<string, string>>;

  constructor(
    gitDirectory: string,
    environment: CallerEnvironment,
    further: Readonly<Record<string, string>> = {},
  ) {
    this.gitDirectory = gitDirectory;
    this.#environment = environment;
    this.#variables = further;
  }

  /** The same, with more variables: an index of its own, a place for objects. */
  with(further: Readonly<Record<string, string>>): StoreGit {
    return new StoreGit(this.gitDirectory, this.#environment, { ...this.#variables, ...further });
  }

  /** Runs git; its exit status is the caller's to judge. */
  async run(args: readonly string[], signal: AbortSignal, run: StoreRun = {}): Promise<GitOutcome> {
    return await runGit(args, {
      ...run,
      environment: this.#environment,
      signal,
      gitDirectory: this.gitDirectory,
      config: [...settings, ...(run.config ?? [])],
      variables: { ...variables, ...this.#variables, ...run.variables },
      overBound: (bound) => unusable(`git ${args[0]} answered with more than ${bound} bytes`),
    });
  }

  /**
   * What git prints.
   * @throws {IdentikitError} `STORE_UNUSABLE` where it fails
   */
  async ask(args: readonly string[], signal: AbortSignal, run: StoreRun = {}): Promise<Buffer> {
    const { status, output, complaint } = await this.run(args, signal, run);
    if (status === 0) return output;
    throw unusable(`git ${args[0]} failed`, new Error(complaint));
  }
}

export function unusable(problem: string, cause?: unknown): IdentikitError {
  return new IdentikitError("STORE_UNUSABLE", `the store of a repository cannot be used: ${problem}`, {
    remedy: "Check the disk. The store can be removed while no run is under way; it is fetched again.",
    cause,
  });
}
