import { isSecretName, keyVariables, secretVariablePrefix } from "../secret/secret-name.ts";
import { hostVariables } from "../template/template-hosts.ts";

/** The database's address, which may hold a password. */
export const databaseVariable = "DATABASE_URL";

/** Where events are posted with; as the events room reads it. */
const eventsVariable = "IDENTIKIT_EVENTS_TOKEN";

const known: ReadonlySet<string> = new Set([
  ...hostVariables.giteaToken,
  ...hostVariables.githubToken,
  keyVariables.keys,
  databaseVariable,
  eventsVariable,
]);

/** What the settings of a repository say of the tokens of its templates: names of templates or owners to variables. */
export type TokenVariables = Readonly<Record<string, string>>;

/**
 * True for the name of a bootstrap secret: what a start needs to fetch, to open sealed secrets and to reach the database.
 * @param tokens variables that the settings name for the tokens of single templates
 */
export function isBootstrapName(name: string, tokens: TokenVariables): boolean {
  if (known.has(name) || Object.values(tokens).includes(name)) return true;
  return name.startsWith(secretVariablePrefix) && isSecretName(name.slice(secretVariablePrefix.length));
}

/** Variables through which a secret would come from another place than the one that was given; a start passes them over. */
export const otherPlaces: ReadonlySet<string> = new Set([keyVariables.file]);
