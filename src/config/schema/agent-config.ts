import type { FileTree } from "../../tree/file-tree.ts";

/** Where a row applies; a later one wins over an earlier one, entry by entry. */
export const scopes = ["builtin", "global", "type", "instance"] as const;
export type Scope = (typeof scopes)[number];

/** One resolved entry with the scope that gave it and the scopes that it overrode, nearest first. */
export interface Resolved<Value> {
  readonly key: string;
  readonly value: Value;
  readonly scope: Scope;
  readonly overrides: readonly Scope[];
}

/** A JSON value as it stands in a row; secrets are placeholders in it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The entries of an agent's configuration; agents to which the same rows apply have the very same ones. */
export interface AgentEntries {
  /** Key `<plugin>@<marketplace>`; the value is what `enabledPlugins` holds. */
  readonly plugins: readonly Resolved<boolean>[];
  /** Key: marketplace name; the value is an entry of `extraKnownMarketplaces`. */
  readonly marketplaces: readonly Resolved<Json>[];
  /** Key: server name; the value is an entry of `mcpServers`, with placeholders. */
  readonly mcpServers: readonly Resolved<Json>[];
  /** The whole prompt, or `null` for an agent without one. */
  readonly systemPrompt: Resolved<string> | null;
  /** Key: skill name; the value is what stands under `skills/<name>/`. */
  readonly skills: readonly Resolved<FileTree>[];
  /** Key: a setting's path (`model`, `permissions.allow`, `env.NAME`, `hooks.EVENT`), with placeholders in `env`. */
  readonly settings: readonly Resolved<Json>[];
  /** Key: a path such as `agents/reviewer.md`; the value is the file's text. */
  readonly files: readonly Resolved<string>[];
}

/** What one agent's env directory is to hold, resolved from the rows, before any secret is read. */
export interface AgentConfig extends AgentEntries {
  readonly name: string;
  readonly type: string;
  readonly runtime: string;
}
