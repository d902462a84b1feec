import type { ResolvedAgent } from "./agent.ts";
import type { SharedFileName } from "./clients/shared-files.ts";
import { nothingDesired } from "./desired.ts";
import { fillSecrets } from "./fill-secrets.ts";
import type { OwnedValues } from "./owned-keys.ts";
import type { Want } from "./want.ts";

/** The owned keys of each file with their secrets, which are opened when they are first needed, and once. */
export class OpenedValues {
  readonly #agent: ResolvedAgent;
  readonly #want: Want;
  readonly #values = new Map<SharedFileName, OwnedValues>();

  constructor(agent: ResolvedAgent, want: Want) {
    this.#agent = agent;
    this.#want = want;
  }

  async values(name: SharedFileName): Promise<OwnedValues> {
    const there = this.#values.get(name);
    if (there) return there;
    const { client, shared } = this.#want.desired;
    const { values, secretNames } = shared.get(name) ?? nothingDesired;
    const { expandsVariables } = client;
    const filled = await fillSecrets(this.#agent, { values, secretNames, expandsVariables });
    this.#values.set(name, filled);
    return filled;
  }

  /** Names of the secrets that were opened so far. */
  get names(): readonly string[] {
    const { shared } = this.#want.desired;
    const names = [...this.#values.keys()].flatMap((name) => shared.get(name)?.secretNames ?? []);
    return [...new Set(names)].sort();
  }
}
