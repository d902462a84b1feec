import { IdentikitError } from "../fault/error.ts";
import { comparePaths } from "../tree/path.ts";
import { PathClaims } from "../tree/path-claims.ts";
import { isAgentOwned } from "./agent-owned.ts";
import type { Policy } from "./policy.ts";
import type { SourceLimits } from "./source.ts";

/**
 * Goes through the entries of one source, whatever its form, and says which are assets. A path that is unsafe
 * anywhere refuses the whole source; what the policy does not let through is left out and listed; what it lets
 * through must be a regular file that does not belong to the agent.
 */
export class AssetSelection {
  readonly #policy: Policy;
  readonly #owner: string;
  readonly #limits: SourceLimits;
  readonly #claims: PathClaims;
  readonly #leftOut: string[] = [];
  readonly #directory: string;
  #entries = 0;
  #bytes = 0;

  /**
   * @param owner what the entries belong to, for messages
   * @param directory where among the entries the template lies, if not at their top; what is outside of it is checked and
   * counted, and is no part of the template
   */
  constructor(policy: Policy, owner: string, limits: SourceLimits, directory = "") {
    this.#directory = directory === "" ? "" : `${directory}/`;
    this.#policy = policy;
    this.#owner = owner;
    this.#limits = limits;
    this.#claims = new PathClaims(owner);
  }

  /** What was left out so far, in byte order. */
  get leftOut(): string[] {
    return this.#leftOut.sort(comparePaths);
  }

  /**
   * Whether the bytes of a regular file are wanted.
   * @param size in bytes, as far as the source says
   * @throws {IdentikitError} `PATH_ESCAPES`, `PATH_UNSAFE`, `PATH_COLLIDES`, `AGENT_OWNED`, `ARCHIVE_TOO_LARGE`
   */
  file(path: string, size: number): boolean {
    this.#count();
    this.#claims.file(path);
    if (!path.startsWith(this.#directory)) return false;
    return this.#fileBelow(path.slice(this.#directory.length), size);
  }

  #fileBelow(path: string, size: number): boolean {
    if (!this.#policy.admits(path)) return this.#leave(path);
    if (isAgentOwned(path)) throw this.#agentOwned(path);
    this.#bytes += size;
    if (this.#bytes > this.#limits.maxBytes) {
      throw this.#fault(
        "ARCHIVE_TOO_LARGE",
        `the assets are over ${this.#limits.maxBytes} bytes at ${JSON.stringify(path)}`,
        "Take out what is no asset, or raise limits.assetsMiB in identikit.yaml.",
      );
    }
    return true;
  }

  /** @throws {IdentikitError} as {@link file} does for the path */
  directory(path: string): void {
    this.#count();
    this.#claims.directory(path);
  }

  /**
   * A link, a submodule, a device: left out, or refused where an asset should be.
   * @param kind in words: "symbolic link"
   * @throws {IdentikitError} `ENTRY_TYPE`, and as {@link file} does for the path
   */
  special(path: string, kind: string): void {
    this.#count();
    this.#claims.file(path);
    if (this.#directory.startsWith(`${path}/`)) throw this.#inTheWay(path, kind);
    if (path.startsWith(this.#directory)) this.#specialBelow(path.slice(this.#directory.length), kind);
  }

  #specialBelow(path: string, kind: string): void {
    if (this.#policy.admits(path) || this.#policy.reaches(path)) {
      throw this.#fault(
        "ENTRY_TYPE",
        `${JSON.stringify(path)} is a ${kind}, where the policy ${this.#policy.name} expects regular files`,
        "Replace it by a regular file, or move it out of the assets.",
      );
    }
    this.#leave(path);
  }

  /** Lists a directory that was not entered, since no asset can be in it. */
  passedOver(directory: string): void {
    this.#count();
    this.#claims.directory(directory);
    this.#leave(`${directory}/`);
  }

  #leave(path: string): false {
    this.#leftOut.push(path);
    return false;
  }

  #count(): void {
    this.#entries++;
    if (this.#entries <= this.#limits.maxEntries) return;
    throw this.#fault(
      "ARCHIVE_TOO_LARGE",
      `more than ${this.#limits.maxEntries} entries`,
      "Keep the template in a repository of its own, or raise limits.entries in identikit.yaml.",
    );
  }

  #inTheWay(path: string, kind: string): IdentikitError {
    return this.#fault(
      "ENTRY_TYPE",
      `${JSON.stringify(path)} is a ${kind}, where the template's directory should be`,
      "Name the directory itself as `path` in the manifest.",
    );
  }

  #agentOwned(path: string): IdentikitError {
    return this.#fault(
      "AGENT_OWNED",
      `${JSON.stringify(path)} belongs to the running agent and cannot be an asset`,
      "Rename the file in the template.",
    );
  }

  #fault(
    code: "AGENT_OWNED" | "ENTRY_TYPE" | "ARCHIVE_TOO_LARGE",
    problem: string,
    remedy: string,
  ): IdentikitError {
    return new IdentikitError(code, `${this.#owner}: ${problem}`, { remedy });
  }
}
