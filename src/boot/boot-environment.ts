import type { ConfigFiles } from "../secret/config-files.ts";
import { databaseVariable, isBootstrapName, otherPlaces, type TokenVariables } from "./bootstrap-names.ts";
import { secretText } from "./bootstrap-secrets.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/** The variables of a start, and those of the agent that it ends in. */
export interface BootEnvironment {
  /** What the start itself reads: no bootstrap secret but those that were given. */
  readonly own: Variables;
  /** What the agent gets: no bootstrap secret at all. */
  readonly agent: Variables;
  /** The values that must not be shown. */
  readonly values: readonly string[];
  /** Names of bootstrap secrets that stand in the environment and were not given: the start does not read them. */
  readonly passedOver: readonly string[];
}

/**
 * Parts a process's variables.
 * @throws {IdentikitError} `BOOTSTRAP_INVALID` for a secret that is not text
 */
export function bootEnvironment(
  environment: Variables,
  secrets: ConfigFiles,
  tokens: TokenVariables,
): BootEnvironment {
  const given = new Map(secrets.names.map((name) => [name, secretText(secrets, name)]));
  const isSecret = (name: string) => isBootstrapName(name, tokens) || otherPlaces.has(name);
  const plain = Object.entries(environment).filter(([name]) => !isSecret(name));
  const found = Object.keys(environment).filter((name) => environment[name] && isSecret(name));
  // The agent may have a database of its own; one that was given for the start is not the agent's.
  const keepsDatabase = environment[databaseVariable] !== undefined && !given.has(databaseVariable);
  return {
    own: Object.fromEntries([...plain, ...given]),
    agent: {
      ...Object.fromEntries(plain),
      ...(keepsDatabase ? { [databaseVariable]: environment[databaseVariable] } : {}),
    },
    values: [...given.values()],
    passedOver: found.filter((name) => !given.has(name)).sort(),
  };
}
