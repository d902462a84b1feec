import { IdentikitError } from "../fault/error.ts";
import type { ManifestEntry } from "./manifest.ts";
import type { SourceLocation } from "./source-location.ts";

export interface TokenOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Names of templates, or of owners on the server, to the variable that holds their token. */
  readonly tokens?: Readonly<Record<string, string>>;
}

/**
 * The token of a template's own, or of its owner's; `undefined` where the server's is to be used. It goes to the server of the
 * manifest's entry and to no other.
 * @throws {IdentikitError} `SOURCE_DENIED` where the settings name a variable that is not set: the server's token would be another
 * identity
 */
export function tokenOf(
  { name }: Pick<ManifestEntry, "name">,
  location: SourceLocation,
  { environment, tokens = {} }: TokenOptions,
): string | undefined {
  const keys = [name, ...(location.kind === "hosted" ? [location.owner] : [])];
  const key = keys.find((each) => Object.hasOwn(tokens, each));
  const variable = key === undefined ? undefined : tokens[key];
  if (variable === undefined) return undefined;
  const token = environment[variable]?.trim();
  if (token) return token;
  throw new IdentikitError(
    "SOURCE_DENIED",
    `${name}: ${variable}, the variable for ${key}'s token, is not set`,
    {
      remedy: `Set ${variable}, or take ${JSON.stringify(key)} out of templateTokens in identikit.yaml.`,
    },
  );
}
