import { MissingSecretError } from "../secret/missing-secret-error.ts";
import type { ResolvedAgent } from "./agent.ts";
import type { SharedFileName } from "./clients/shared-files.ts";
import { type DesiredEnvDirectory, desiredEnvDirectory } from "./desired.ts";

/** What one env directory should hold, with what tells it from what it should have held before. */
export interface Want {
  readonly desired: DesiredEnvDirectory;
  /** Changes when the owned keys of a file, or the value of a secret in them, do; computed without opening one. */
  readonly inputs: ReadonlyMap<SharedFileName, string>;
}

/**
 * @throws {MissingSecretError} where placeholders name secrets that are not there, with all of their names: before anything was read,
 * logged or written
 * @throws {IdentikitError} `RENDER_REFUSED`
 */
export async function wantOf(agent: ResolvedAgent): Promise<Want> {
  const desired = desiredEnvDirectory(agent);
  const inputs = new Map<SharedFileName, string>();
  const missing = new Set<string>();
  for (const [file, { canonical, secretNames }] of desired.shared) {
    const fingerprints: string[] = [];
    // All of them at once, so that they are read together.
    const found = await Promise.all(secretNames.map((name) => agent.secrets.fingerprint(name)));
    for (const [index, name] of secretNames.entries()) {
      const fingerprint = found[index];
      if (fingerprint === undefined) missing.add(name);
      else fingerprints.push(JSON.stringify(fingerprint));
    }
    inputs.set(file, [canonical, ...fingerprints].join("\n"));
  }
  const [first, ...others] = missing;
  if (first !== undefined)
    throw new MissingSecretError([first, ...others], neededBy(agent, [first, ...others]));
  return { desired, inputs };
}

/**
 * What the agents of one run want. Agents that have the very same entries want the same, which is worked out once.
 *
 * For one run on one snapshot of the secrets: a value that is set meanwhile is seen by the next.
 */
export class Wants {
  readonly #known = new WeakMap<object, { readonly of: ResolvedAgent; readonly want: Want }>();

  /** As {@link wantOf}. */
  async of(agent: ResolvedAgent): Promise<Want> {
    const known = this.#known.get(agent.mcpServers);
    if (known && isSame(known.of, agent)) return known.want;
    const want = await wantOf(agent);
    this.#known.set(agent.mcpServers, { of: agent, want });
    return want;
  }
}

/** True where two agents cannot want different things, since all that tells them apart is their names. */
function isSame(one: ResolvedAgent, other: ResolvedAgent): boolean {
  return (
    one.secrets === other.secrets &&
    one.runtime === other.runtime &&
    one.plugins === other.plugins &&
    one.marketplaces === other.marketplaces &&
    one.mcpServers === other.mcpServers &&
    one.systemPrompt === other.systemPrompt &&
    one.skills === other.skills &&
    one.settings === other.settings &&
    one.files === other.files
  );
}

function neededBy(agent: ResolvedAgent, secrets: readonly string[]): string {
  const names = ({ value }: { readonly value: unknown }) => {
    const text = JSON.stringify(value);
    return secrets.some((secret) => text.includes(`\${SECRET:${secret}}`));
  };
  const servers = agent.mcpServers.filter(names).map(({ key }) => `mcpServers.${key}`);
  const settings = agent.settings.filter(names).map(({ key }) => `settings.${key}`);
  return [`agent ${agent.name}`, ...servers, ...settings].join(", ");
}
