import type { Credential, CredentialSource } from "./credential.ts";
import { runCredentialHelper } from "./credential-helper.ts";
import {
  type DockerConfig,
  type DockerConfigOptions,
  invalidConfig,
  isObject,
  readDockerConfig,
} from "./docker-config-file.ts";

/** Key under which every Docker client keeps what it knows for Docker Hub. */
const dockerHubKey = "https://index.docker.io/v1/";
/**
 * Credentials from Docker's `config.json`, as `docker login` leaves them there.
 *
 * For one registry the order is Docker's: its own helper (`credHelpers`), else the general one (`credsStore`), else
 * `auths`. An entry for a part of a registry (`registry.example.com/team`), as Podman writes it, goes before one for all
 * of it.
 *
 * @throws {IdentikitError} `CREDENTIALS_INVALID` for a malformed file or entry, and for a helper that fails
 */
export function dockerConfigCredentials(options: DockerConfigOptions): CredentialSource {
  return async ({ host, repository, signal }) => {
    const config = await readDockerConfig(options);
    if (!config) return undefined;
    const server = isDockerHub(host) ? dockerHubKey : host;
    const helper = helperFor(config, host, server);
    const helped = helper && (await runCredentialHelper({ helper, server, env: options.env, signal }));
    return helped || credentialIn(config, host, repository);
  };
}

function helperFor(config: DockerConfig, host: string, server: string): string | undefined {
  const helper = config.credHelpers.get(host) ?? config.credHelpers.get(server) ?? config.credsStore;
  if (helper === undefined || helper === null || helper === "") return undefined;
  // The name becomes a part of a program's name: a path in it would run something else.
  if (typeof helper === "string" && /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(helper)) return helper;
  throw invalidConfig(config.file, "names a credential helper in a form that is not a helper's name");
}

function credentialIn(config: DockerConfig, host: string, repository: string): Credential | undefined {
  for (const key of keysFor(host, repository)) {
    for (const [name, entry] of config.auths) {
      if (normalized(name) !== key) continue;
      const credential = credentialOf(config.file, name, entry);
      if (credential) return credential;
    }
  }
  return undefined;
}

/** The names under which a repository's credential can stand, the most particular first. */
function keysFor(host: string, repository: string): string[] {
  const parts = repository.split("/");
  const particular = parts.map((_, index) => [host, ...parts.slice(0, parts.length - index)].join("/"));
  return [...particular, isDockerHub(host) ? "index.docker.io" : host.toLowerCase()];
}

/** A key of `auths` without the scheme and the API's version, which older clients wrote. */
function normalized(key: string): string {
  const name = key.replace(/^https?:\/\//, "").replace(/\/(v[12]\/?)?$/, "");
  return isDockerHub(name) ? "index.docker.io" : name.replace(/^[^/]*/, (host) => host.toLowerCase());
}

function isDockerHub(host: string): boolean {
  return host === "docker.io" || host === "index.docker.io" || host === "registry-1.docker.io";
}

function credentialOf(file: string, key: string, entry: unknown): Credential | undefined {
  if (!isObject(entry)) throw invalidConfig(file, `has an entry for ${key} that is not an object`);
  const field = (name: string): string => {
    const value = entry[name] ?? "";
    if (typeof value !== "string")
      throw invalidConfig(file, `has a \`${name}\` for ${key} that is not a string`);
    return value;
  };
  if (field("identitytoken")) return { kind: "identity-token", token: field("identitytoken") };
  if (field("registrytoken")) return { kind: "registry-token", token: field("registrytoken") };
  if (field("username"))
    return { kind: "password", username: field("username"), password: field("password") };
  if (!field("auth")) return undefined;
  const decoded = Buffer.from(field("auth"), "base64").toString("utf8").replace(/\0+$/, "");
  const colon = decoded.indexOf(":");
  if (colon < 1)
    throw invalidConfig(file, `has an \`auth\` for ${key} that is not the base64 of user:password`);
  return { kind: "password", username: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}
