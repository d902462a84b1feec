import { IdentikitError } from "../fault/error.ts";
import { fieldsOf } from "../fault/thrown.ts";
import { fillPlaceholders, findPlaceholders } from "../secret/placeholder.ts";
import type { ResolvedAgent } from "./agent.ts";
import type { OwnedValues } from "./owned-keys.ts";

/** What each field cannot carry: neither an environment nor an argument holds NUL, no header or address a line end. */
const unfit: Readonly<Record<string, RegExp>> = {
  env: /\0/,
  args: /\0/,
  headers: /[\0\r\n]/,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
  url: /[\u0000-\u0020\u007f]/,
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
const control = /[\u0000-\u0020\u007f]/;

/**
 * The owned keys of `.claude.json` with every secret in its place. Each read was logged before its value is used.
 * @throws {MissingSecretError}
 * @throws {IdentikitError} `SECRET_INVALID` for a value that the client would change, or that its field cannot carry;
 * what the secret reader throws
 */
export async function fillSecrets(
  agent: ResolvedAgent,
  values: OwnedValues,
  names: readonly string[],
): Promise<OwnedValues> {
  const use = { agent: agent.name, accessor: agent.accessor, reason: agent.reason };
  const read = await Promise.all(
    names.map(async (name) => [name, await agent.secrets.read(name, use)] as const),
  );
  const secrets = new Map(read);
  if (read.some(([, value]) => control.test(value))) checkFit(values, secrets);
  return new Map([...values].map(([key, value]) => [key, fillPlaceholders(value, secrets, key)]));
}

function checkFit(values: OwnedValues, secrets: ReadonlyMap<string, string>): void {
  for (const [key, servers] of values) {
    for (const [server, value] of Object.entries(fieldsOf(servers))) {
      for (const { name, path } of findPlaceholders(value, key)) {
        const field = String(path[0]);
        if (unfit[field]?.test(secrets.get(name) ?? "")) throw unfitFor(name, `${key}.${server}.${field}`);
      }
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
