import type { AgentConfig, Json, Resolved } from "../config/agent-config.ts";
import { findPlaceholders } from "../secret/placeholder.ts";
import { type Digest, digestOf } from "../tree/digest.ts";
import type { FileTree } from "../tree/file-tree.ts";
import { comparePaths } from "../tree/path.ts";
import { canonicalJson } from "./canonical-json.ts";

/** The two files of an env directory that other programs write, too. */
export const sharedFileNames = ["settings.json", ".claude.json"] as const;
export type SharedFileName = (typeof sharedFileNames)[number];

/** The owned keys of each shared file. */
export const ownedKeys = {
  "settings.json": ["enabledPlugins", "extraKnownMarketplaces"],
  ".claude.json": ["mcpServers"],
} as const satisfies Record<SharedFileName, readonly string[]>;

/** What the owned keys of one shared file should hold; keys that should not be there are left out. */
export interface DesiredKeys {
  readonly values: ReadonlyMap<string, Readonly<Record<string, Json>>>;
  /** Says all of it in one text, placeholders as they are. */
  readonly canonical: string;
  /** The secrets that the placeholders name, each once, sorted. */
  readonly secretNames: readonly string[];
}

/** What an env directory should hold, worked out of the config alone: no file was read and no secret opened. */
export interface DesiredEnvDirectory {
  readonly shared: Readonly<Record<SharedFileName, DesiredKeys>>;
  readonly prompt: { readonly bytes: Uint8Array; readonly digest: Digest } | undefined;
  /** By skill name: what stands under `skills/<name>/`. */
  readonly skills: ReadonlyMap<string, FileTree>;
}

/** Works out what an agent's env directory should hold. Whether the client would take it is for `checkConfig`. */
export function desiredEnvDirectory(config: AgentConfig): DesiredEnvDirectory {
  const { plugins, marketplaces, mcpServers, systemPrompt, skills } = config;
  const bytes = systemPrompt && Buffer.from(systemPrompt.value);
  return {
    shared: {
      "settings.json": desiredKeys({ enabledPlugins: plugins, extraKnownMarketplaces: marketplaces }),
      ".claude.json": desiredKeys({ mcpServers }),
    },
    prompt: bytes ? { bytes, digest: digestOf(bytes) } : undefined,
    skills: new Map(sorted(skills).map(({ key, value }) => [key, value])),
  };
}

function desiredKeys(entries: Readonly<Record<string, readonly Resolved<Json>[]>>): DesiredKeys {
  const values = new Map<string, Readonly<Record<string, Json>>>();
  const secretNames = new Set<string>();
  let canonical = "";
  for (const [key, resolved] of Object.entries(entries)) {
    if (resolved.length === 0) continue;
    const ordered = sorted(resolved);
    values.set(key, Object.fromEntries(ordered.map((entry) => [entry.key, entry.value])));
    canonical += `${key}\n`;
    for (const entry of ordered) {
      const facts = factsOf(entry.value);
      canonical += `${JSON.stringify(entry.key)}:${facts.canonical}\n`;
      for (const name of facts.secretNames) secretNames.add(name);
    }
  }
  return { values, canonical, secretNames: [...secretNames].sort(comparePaths) };
}

interface Facts {
  readonly canonical: string;
  readonly secretNames: readonly string[];
}

// A fleet's agents share the values of their rows; each is looked through once.
const known = new WeakMap<object, Facts>();

function factsOf(value: Json): Facts {
  const object = typeof value === "object" ? value : null;
  const found = object && known.get(object);
  if (found) return found;
  const secretNames = findPlaceholders(value, "value").map((placeholder) => placeholder.name);
  const facts = { canonical: canonicalJson(value), secretNames };
  if (object) known.set(object, facts);
  return facts;
}

function sorted<Value>(entries: readonly Resolved<Value>[]): Resolved<Value>[] {
  return [...entries].sort((a, b) => comparePaths(a.key, b.key));
}
