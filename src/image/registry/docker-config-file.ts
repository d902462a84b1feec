import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { IdentikitError } from "../../fault/error.ts";
import { fieldsOf } from "../../fault/thrown.ts";

/** What of the environment says where Docker's configuration is. */
export interface DockerConfigOptions {
  /** `DOCKER_CONFIG` (a directory), `HOME` or `USERPROFILE`; `PATH` and the rest go to credential helpers. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Docker's `config.json`, as far as registries are concerned; what an entry holds is checked by who uses it. */
export interface DockerConfig {
  /** For messages. */
  readonly file: string;
  readonly auths: ReadonlyMap<string, unknown>;
  readonly credHelpers: ReadonlyMap<string, unknown>;
  readonly credsStore: unknown;
  readonly headers: ReadonlyMap<string, unknown>;
}

const largestConfig = 1024 * 1024;

/**
 * Reads `config.json` where there is one: in `DOCKER_CONFIG`, else in `.docker` at home.
 * @throws {IdentikitError} `CREDENTIALS_INVALID` for a malformed file
 */
export async function readDockerConfig(options: DockerConfigOptions): Promise<DockerConfig | undefined> {
  const file = configFile(options);
  const text = file && (await readText(file));
  if (!file || text === undefined) return undefined;
  const document = parse(file, text);
  return {
    file,
    auths: mapIn(file, document, "auths"),
    credHelpers: mapIn(file, document, "credHelpers"),
    credsStore: document.credsStore,
    headers: mapIn(file, document, "HttpHeaders"),
  };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The fault of a configuration that cannot be used; `what` never quotes the file, which holds passwords. */
export function invalidConfig(file: string, what: string): IdentikitError {
  return new IdentikitError("CREDENTIALS_INVALID", `${file} ${what}`, {
    remedy: "Fix the file, log in again with `docker login`, or give a user name and password.",
    location: { file },
  });
}

function configFile({ env }: DockerConfigOptions): string | undefined {
  if (env.DOCKER_CONFIG) return join(env.DOCKER_CONFIG, "config.json");
  const home = env.HOME || env.USERPROFILE;
  return home ? join(home, ".docker", "config.json") : undefined;
}

async function readText(file: string): Promise<string | undefined> {
  try {
    if ((await stat(file)).size > largestConfig) throw invalidConfig(file, "is larger than 1 MiB");
    return await readFile(file, "utf8");
  } catch (caught) {
    if (caught instanceof IdentikitError) throw caught;
    const { code } = fieldsOf(caught);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw invalidConfig(file, `cannot be read (${code})`);
  }
}

/** The parser's own error is left out: it quotes the file. */
function parse(file: string, text: string): Record<string, unknown> {
  let document: unknown;
  try {
    document = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw invalidConfig(file, "is not JSON");
  }
  if (!isObject(document)) throw invalidConfig(file, "is not a JSON object");
  return document;
}

function mapIn(file: string, document: Record<string, unknown>, key: string): ReadonlyMap<string, unknown> {
  const value = document[key];
  if (value === undefined || value === null) return new Map();
  if (!isObject(value)) throw invalidConfig(file, `has an entry \`${key}\` that is not an object`);
  return new Map(Object.entries(value));
}
