import { MissingSecretError } from "../secret/missing-secret-error.ts";
import type { ResolvedAgent } from "./agent.ts";
import { type DesiredEnvDirectory, desiredEnvDirectory, type SharedFileName } from "./desired.ts";
import { LedgerSeal } from "./ledger-key.ts";

/** What one env directory should hold, with what tells it from what it should have held before. */
export interface Want {
  readonly desired: DesiredEnvDirectory;
  /** Changes when the owned keys of a file, or the value of a secret in them, do; computed without opening one. */
  readonly inputs: Readonly<Record<SharedFileName, string>>;
}

/**
 * @throws {MissingSecretError} where a placeholder names a secret that is not there: before anything was read,
 * logged or written
 */
export async function wantOf(agent: ResolvedAgent): Promise<Want> {
  const desired = desiredEnvDirectory(agent);
  const fingerprints: string[] = [];
  for (const name of desired.shared[".claude.json"].secretNames) {
    const fingerprint = await agent.secrets.fingerprint(name);
    if (fingerprint === undefined) throw new MissingSecretError(name, neededBy(agent, name));
    fingerprints.push(JSON.stringify(fingerprint));
  }
  const { "settings.json": settings, ".claude.json": client } = desired.shared;
  const inputs = {
    "settings.json": settings.canonical,
    ".claude.json": [client.canonical, ...fingerprints].join("\n"),
  };
  return { desired, inputs };
}

/** What a seal makes of the inputs, as it stands in a ledger. */
export function sealedInputs(want: Want, seal: LedgerSeal): Record<SharedFileName, string> {
  return {
    "settings.json": seal.digest("settings.json inputs", want.inputs["settings.json"]),
    ".claude.json": seal.digest(".claude.json inputs", want.inputs[".claude.json"]),
  };
}

/** The seal under which an agent's ledger is written now, and the one that reads the ledger that is there. */
export function sealsOf(
  agent: ResolvedAgent,
  keyId: string | undefined,
): { writing: LedgerSeal; reading: LedgerSeal | undefined } {
  const [first] = agent.ledgerKeys;
  const old = agent.ledgerKeys.find((key) => key.id === keyId);
  return { writing: new LedgerSeal(first, agent.name), reading: old && new LedgerSeal(old, agent.name) };
}

function neededBy(agent: ResolvedAgent, secret: string): string {
  const server = agent.mcpServers.find(({ value }) => JSON.stringify(value).includes(`\${SECRET:${secret}}`));
  return `agent ${agent.name}, mcpServers.${server?.key ?? ""}`;
}
