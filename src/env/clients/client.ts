import type { AgentConfig, Json, Resolved } from "../../config/schema/agent-config.ts";
import type { Finding } from "../../fault/finding.ts";
import type { SharedFileName } from "./shared-files.ts";

/** What one shared file should hold. */
export interface SharedEntries {
  /** By whole key: its members. */
  readonly members: Readonly<Record<string, readonly Resolved<Json>[]>>;
  /** Keys that are ours one by one, such as `model` or `env.NAME`. */
  readonly singles: readonly Resolved<Json>[];
}

/** What of a place in an env directory the client loads, whoever put it there. */
export interface LoadedPlace {
  /** A file or a folder of the env directory. */
  readonly path: string;
  /** What is loaded from a folder: each folder in it, or each file that ends so, at any depth. */
  readonly holds?: "folders" | `.${string}`;
  /** Names that the client puts there itself. */
  readonly except?: readonly string[];
}

/**
 * A program that reads env directories: which files it has, and what stands in them for an agent's configuration. Nothing here reads
 * or writes a file.
 */
export interface Client {
  readonly id: "claude-code" | "codex";
  /** Its name for people. */
  readonly title: string;
  readonly sharedFiles: readonly SharedFileName[];
  /** Where the prompt stands. */
  readonly promptFile: string;
  /** Files that are ours even where no ledger says so. */
  readonly ownFiles: readonly string[];
  /** Whether it replaces `${VAR}` in the values of servers. */
  readonly expandsVariables: boolean;
  readonly loads: readonly LoadedPlace[];
  /** @throws {IdentikitError} `RENDER_REFUSED` for a value that stands for nothing that the client knows */
  shared(config: AgentConfig): ReadonlyMap<SharedFileName, SharedEntries>;
  /** The Markdown files of a configuration that it reads. */
  files(config: AgentConfig): readonly Resolved<string>[];
  /**
   * Checks that it would take what a configuration gives, before any secret is opened.
   * @returns warnings: what works but should be changed
   * @throws {IdentikitError} `RENDER_REFUSED` for what it would drop, or for what limits an agent and it does not know;
   * `SECRET_INVALID` for a malformed placeholder; `PATH_UNSAFE` for the name of a skill
   */
  check(config: AgentConfig): Finding[];
  /** A warning for each entry that it has nothing for, and that is left out. */
  unsupported(config: AgentConfig): Finding[];
}
