import type { AgentConfig, Json, Resolved } from "../config/schema/agent-config.ts";
import { canonicalJson } from "../document/canonical-json.ts";
import { findPlaceholders } from "../secret/placeholder.ts";
import { type Digest, digestOf } from "../tree/digest.ts";
import type { FileTree } from "../tree/file-tree.ts";
import { comparePaths } from "../tree/path.ts";
import type { Client, SharedEntries } from "./clients/client.ts";
import { clientOfRuntime } from "./clients/client-of-runtime.ts";
import type { SharedFileName } from "./clients/shared-files.ts";

/** What the owned keys of one shared file should hold; keys that should not be there are left out. */
export interface DesiredKeys {
  readonly values: ReadonlyMap<string, unknown>;
  /** The keys of it that are ours one by one, sorted. */
  readonly singles: readonly string[];
  /** Says all of it in one text, placeholders as they are. */
  readonly canonical: string;
  /** The secrets that the placeholders name, each once, sorted. */
  readonly secretNames: readonly string[];
}

/** A file that is ours as a whole. */
export interface DesiredFile {
  readonly bytes: Uint8Array;
  readonly digest: Digest;
}

/** What an env directory should hold, worked out of the config alone: no file was read and no secret opened. */
export interface DesiredEnvDirectory {
  readonly client: Client;
  /** The client's shared files, all of them. */
  readonly shared: ReadonlyMap<SharedFileName, DesiredKeys>;
  /** By path: the prompt, and the other single files. */
  readonly files: ReadonlyMap<string, DesiredFile>;
  /** By skill name: what stands under `skills/<name>/`. */
  readonly skills: ReadonlyMap<string, FileTree>;
}

/** What a file should hold that is no file of the agent's client, and in which something of ours may be left. */
export const nothingDesired: DesiredKeys = { values: new Map(), singles: [], canonical: "", secretNames: [] };

/**
 * Works out what an agent's env directory should hold. Whether the client would take it is for `Client.check`.
 * @throws {IdentikitError} `RENDER_REFUSED` for a value that stands for nothing that the client knows
 */
export function desiredEnvDirectory(config: AgentConfig): DesiredEnvDirectory {
  const client = clientOfRuntime(config.runtime);
  const { systemPrompt } = config;
  const texts: [string, string][] = client.files(config).map(({ key, value }) => [key, value]);
  if (systemPrompt) texts.push([client.promptFile, systemPrompt.value]);
  return {
    client,
    shared: new Map([...client.shared(config)].map(([name, entries]) => [name, desiredKeys(entries)])),
    files: new Map(
      texts
        .sort(([a], [b]) => comparePaths(a, b))
        .map(([path, text]) => {
          const bytes = Buffer.from(text);
          return [path, { bytes, digest: digestOf(bytes) }];
        }),
    ),
    skills: new Map(sorted(config.skills).map(({ key, value }) => [key, value])),
  };
}

function desiredKeys({ members, singles }: SharedEntries): DesiredKeys {
  const values = new Map<string, unknown>();
  const secretNames = new Set<string>();
  let canonical = "";
  const add = (entry: Resolved<Json>) => {
    const facts = factsOf(entry.value);
    canonical += `${JSON.stringify(entry.key)}:${facts.canonical}\n`;
    for (const name of facts.secretNames) secretNames.add(name);
  };
  for (const [key, resolved] of Object.entries(members)) {
    if (resolved.length === 0) continue;
    const ordered = sorted(resolved);
    values.set(key, Object.fromEntries(ordered.map((entry) => [entry.key, entry.value])));
    canonical += `${key}\n`;
    for (const entry of ordered) add(entry);
  }
  const ordered = sorted(singles);
  if (ordered.length > 0) canonical += "one by one\n";
  for (const entry of ordered) {
    values.set(entry.key, entry.value);
    add(entry);
  }
  return {
    values,
    singles: ordered.map(({ key }) => key),
    canonical,
    secretNames: [...secretNames].sort(comparePaths),
  };
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
