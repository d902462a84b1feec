import { IdentikitError } from "../fault/error.ts";
import { fillPlaceholders, findPlaceholders } from "../secret/placeholder.ts";
import type { ResolvedAgent } from "./agent.ts";
import type { OwnedValues } from "./owned-keys.ts";

/** What each field cannot carry: neither an environment nor an argument holds NUL, no header or address a line end. */
const unfit: Readonly<Record<string, RegExp>> = {
  env: /\0/,
  args: /\0/,
  headers: /[\0\r\n]/,
  http_headers: /[\0\r\n]/,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
  url: /[\u0000-\u0020\u007f]/,
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
const control = /[\u0000-\u0020\u007f]/;

/** What the owned keys of a file hold with placeholders, and the secrets that these name. */
export interface ToFill {
  readonly values: OwnedValues;
  readonly secretNames: readonly string[];
  /** Whether the client replaces variables in them, and would find some in a secret. */
  readonly expandsVariables: boolean;
}

/**
 * The owned keys of a file with every secret in its place. Each read was logged before its value is used.
 * @throws {MissingSecretError}
 * @throws {IdentikitError} `SECRET_INVALID` for a value that the client would change, or that its field cannot carry;
 * what the secret reader throws
 */
export async function fillSecrets(
  agent: ResolvedAgent,
  { values, secretNames, expandsVariables }: ToFill,
): Promise<OwnedValues> {
  const use = { agent: agent.name, accessor: agent.accessor, reason: agent.reason };
  const read = await Promise.all(
    secretNames.map(async (name) => [name, await agent.secrets.read(name, use)] as const),
  );
  const secrets = new Map(read);
  if (read.some(([, value]) => control.test(value))) checkFit(values, secrets);
  return new Map(
    [...values].map(([key, value]) => [key, fillPlaceholders(value, secrets, key, { expandsVariables })]),
  );
}

function checkFit(values: OwnedValues, secrets: ReadonlyMap<string, string>): void {
  for (const [key, value] of values) {
    for (const { name, path } of findPlaceholders(value, key)) {
      // A setting env.NAME is a string of its own; of a server it is the field that counts.
      const field = path.length === 0 ? "env" : String(path[1]);
      const where = [key, ...path.slice(0, 2)].join(".");
      if (unfit[field]?.test(secrets.get(name) ?? "")) throw unfitFor(name, where);
    }
  }
}

function unfitFor(name: string, where: string): IdentikitError {
  return new IdentikitError(
    "SECRET_INVALID",
    `secret ${name} holds a control character that ${where} cannot carry`,
    {
      remedy: `Set it again: identikit secret set ${name}. A line end at its end is the usual reason.`,
    },
  );
}
