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
 * @throws {MissingSecretError} where placeholders name secrets that are not there, with all of their names: before anything was read,
 * logged or written
 */
export async function wantOf(agent: ResolvedAgent): Promise<Want> {
  const desired = desiredEnvDirectory(agent);
  const fingerprints: string[] = [];
  const missing: string[] = [];
  for (const name of desired.shared[".claude.json"].secretNames) {
    const fingerprint = await agent.secrets.fingerprint(name);
    if (fingerprint === undefined) missing.push(name);
    else fingerprints.push(JSON.stringify(fingerprint));
  }
  const [first, ...others] = missing;
  if (first !== undefined) throw new MissingSecretError([first, ...others], neededBy(agent, missing));
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

function neededBy(agent: ResolvedAgent, secrets: readonly string[]): string {
  const names = (value: unknown) => {
    const text = JSON.stringify(value);
    return secrets.some((secret) => text.includes(`\${SECRET:${secret}}`));
  };
  const servers = agent.mcpServers.filter(({ value }) => names(value)).map(({ key }) => `mcpServers.${key}`);
  return [`agent ${agent.name}`, ...servers].join(", ");
}
