import { IdentikitError } from "../fault/error.ts";
import { visible } from "../fault/visible.ts";
import { ConfigFiles } from "../secret/config-files.ts";
import { readConfigFiles } from "../secret/read-config-files.ts";
import { isBootstrapName, type TokenVariables } from "./bootstrap-names.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/** The places that were given for bootstrap secrets. */
export interface BootstrapPlaces {
  /** A directory with one file a secret, named as the variable that would hold it. */
  readonly directory?: string | undefined;
  /** Variables of the environment, by name. */
  readonly variables: readonly string[];
  readonly environment: Variables;
  /** Variables that the settings name for the tokens of single templates. */
  readonly tokens: TokenVariables;
}

/**
 * The bootstrap secrets of a start, from the directory and the variables that were given for them and from nowhere else.
 * @throws {IdentikitError} `BOOTSTRAP_INVALID` for a name that is not one of a bootstrap secret, for one that is given twice, and
 * for a variable that is not set; the faults of {@link readConfigFiles}
 */
export function readBootstrapSecrets(places: BootstrapPlaces): ConfigFiles {
  const { directory, variables, environment, tokens } = places;
  const files = directory === undefined ? new ConfigFiles([]) : readConfigFiles(directory);
  const twice = variables.find((name, at) => files.names.includes(name) || variables.indexOf(name) !== at);
  if (twice !== undefined)
    throw invalid(`the bootstrap secret ${visible(twice)} is given twice`, "Give it in one place only.");
  const secrets = new Map<string, Uint8Array>();
  for (const name of [...files.names, ...variables]) {
    if (!isBootstrapName(name, tokens))
      throw invalid(
        `${visible(name)} is not the name of a bootstrap secret`,
        "Use the name of a variable that docs/how-to/boot.md lists, such as IDENTIKIT_TEMPLATE_TOKEN, or take it away.",
      );
    secrets.set(name, files.reveal(name) ?? variableBytes(name, environment));
  }
  return new ConfigFiles(secrets);
}

function variableBytes(name: string, environment: Variables): Uint8Array {
  const value = environment[name];
  if (value) return Buffer.from(value);
  throw invalid(
    `the variable ${name}, named with --secret-variable, is not set`,
    "Set it, or do not name it.",
  );
}

/**
 * One secret as text, without the line's end that an editor leaves.
 * @throws {IdentikitError} `BOOTSTRAP_INVALID` for what is empty, not UTF-8, or has a NUL
 */
export function secretText(secrets: ConfigFiles, name: string): string {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(secrets.reveal(name)).replace(/\r?\n$/, "");
  } catch {
    throw invalid(
      `the bootstrap secret ${name} is not text in UTF-8`,
      "Store the text of the secret itself.",
    );
  }
  if (text !== "" && !text.includes("\0")) return text;
  throw invalid(`the bootstrap secret ${name} is empty or has a NUL`, "Store a value, or take it away.");
}

function invalid(problem: string, remedy: string): IdentikitError {
  return new IdentikitError("BOOTSTRAP_INVALID", problem, { remedy });
}
