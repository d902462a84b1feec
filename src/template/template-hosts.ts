import type { GitCredential } from "../git/git-credential.ts";
import type { ManifestEntry } from "./manifest.ts";

/** A server that gives out repositories by `owner/repo`. */
export interface TemplateHost {
  readonly provider: "gitea" | "github";
  /** The instance's address for Gitea, that of the API for GitHub. */
  readonly baseUrl: string;
  readonly token?: string;
}

/** The variables that are read, ours before those that older set-ups use. */
export const hostVariables = {
  giteaUrl: ["IDENTIKIT_GITEA_URL", "MOLECULE_GITEA_BASE_URL"],
  giteaToken: ["IDENTIKIT_TEMPLATE_TOKEN", "MOLECULE_TEMPLATE_REPO_TOKEN"],
  githubUrl: ["IDENTIKIT_GITHUB_API_URL"],
  githubToken: ["IDENTIKIT_GITHUB_TOKEN"],
} as const;

const githubApi = "https://api.github.com";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The servers that the environment configures. Each token goes to its own server and to no other; a server without a
 * token is public access.
 */
export function templateHosts(environment: Environment): TemplateHost[] {
  const hosts: TemplateHost[] = [];
  const giteaUrl = first(environment, hostVariables.giteaUrl);
  if (giteaUrl !== undefined)
    hosts.push(host("gitea", giteaUrl, first(environment, hostVariables.giteaToken)));
  const githubUrl = first(environment, hostVariables.githubUrl);
  const githubToken = first(environment, hostVariables.githubToken);
  if (githubUrl !== undefined || githubToken !== undefined)
    hosts.push(host("github", githubUrl ?? githubApi, githubToken));
  return hosts;
}

/** True where there is a token that no server is configured for: something was meant to be fetched. */
export function hasStrayToken(environment: Environment): boolean {
  const configured = first(environment, hostVariables.giteaUrl) !== undefined;
  return !configured && first(environment, hostVariables.giteaToken) !== undefined;
}

/** The server of a manifest entry: that of its `provider`, else the first one; GitHub itself needs no configuration. */
export function hostFor(
  entry: Pick<ManifestEntry, "provider">,
  hosts: readonly TemplateHost[],
): TemplateHost | undefined {
  const wanted = entry.provider;
  const found = hosts.find((candidate) => wanted === undefined || candidate.provider === wanted);
  return found ?? (wanted === "github" ? { provider: "github", baseUrl: githubApi } : undefined);
}

/** The credential for git over HTTPS at an origin, where one of the servers is there. */
export function credentialAt(origin: string, hosts: readonly TemplateHost[]): GitCredential | undefined {
  for (const { provider, baseUrl, token } of hosts) {
    const own = URL.parse(baseUrl)?.origin;
    const web = provider === "github" && own === githubApi ? "https://github.com" : own;
    if (token !== undefined && web === origin) return gitCredential(token);
  }
  return undefined;
}

/** Both servers take a token as the password of any user name. */
export function gitCredential(token: string): GitCredential {
  return { username: "x-access-token", token };
}

function host(provider: TemplateHost["provider"], baseUrl: string, token: string | undefined): TemplateHost {
  return { provider, baseUrl, ...(token === undefined ? {} : { token }) };
}

function first(environment: Environment, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = environment[name]?.trim();
    if (value) return value;
  }
  return undefined;
}
