import { IdentikitError } from "../../fault/error.ts";
import { tokenPowers } from "../../host/token-powers.ts";
import { isLoopback } from "../../http/loopback.ts";
import type { Project } from "../../project/project.ts";
import type { Context } from "../../runtime/context.ts";
import { type ManifestEntry, readManifest } from "../../template/manifest.ts";
import { parseLocation } from "../../template/source-location.ts";
import { hostFor, type TemplateHost, templateHosts } from "../../template/template-hosts.ts";
import { tokenOf } from "../../template/template-token.ts";
import type { Probe } from "./machine-probes.ts";

/**
 * For each template on a server: what its token may do. One that may write is a fault, since reading is all that it is for. Only
 * servers of the environment are asked, each with its own token.
 */
export function tokenProbes(context: Context, project: Project): Probe[] {
  const { settings } = project;
  const { workspaceTemplates } = readManifest(project.path(settings.manifest), settings.manifest);
  const hosted = workspaceTemplates.filter(({ repo }) => parseLocation(repo, project.root).kind === "hosted");
  if (hosted.length === 0)
    return [{ name: "tokens", needed: false, look: async () => "no template is named as owner/repo" }];
  return hosted.map((entry) => ({
    name: `token for ${entry.name}`,
    needed: false,
    look: (signal) => powersOf(entry, project, { ...context, signal }),
  }));
}

async function powersOf(entry: ManifestEntry, project: Project, context: Context): Promise<string> {
  const { env, log, signal } = context;
  const host = hostFor(entry, templateHosts(env));
  const location = parseLocation(entry.repo, project.root);
  const own = tokenOf(entry, location, { environment: env, tokens: project.settings.templateTokens });
  const token = own ?? host?.token;
  if (!host) return `${entry.repo}: no server is configured (IDENTIKIT_GITEA_URL)`;
  if (token === undefined) return `${entry.repo} at ${host.baseUrl}: no token is set; it is read without one`;
  const url = URL.parse(host.baseUrl);
  if (url?.protocol !== "https:" && !isLoopback(url?.hostname ?? ""))
    throw new IdentikitError("SOURCE_INVALID", `${entry.repo}: the token would travel unencrypted`, {
      remedy: "Use https:// in the server's address.",
    });
  const powers = await tokenPowers({ host: apiOf(host), repository: entry.repo, token, log, signal });
  const who =
    powers.holder === null ? "a token that may not ask whose it is" : `the token of ${powers.holder}`;
  const scopes = powers.scopes === null || powers.scopes.length === 0 ? "" : ` (${powers.scopes.join(", ")})`;
  const place = `${entry.repo} at ${host.baseUrl}`;
  if (!powers.reads)
    throw new IdentikitError("SOURCE_DENIED", `${who}${scopes} may not read ${place}`, {
      remedy: "Give it the right to read the repository; on Gitea the scope is read:repository.",
    });
  if (powers.writes)
    throw new IdentikitError("TOKEN_MAY_WRITE", `${who}${scopes} may write to ${place}`, {
      remedy:
        "Make a token that may only read: on Gitea the scope read:repository, on GitHub a fine-grained token with Contents: read.",
    });
  return `${who}${scopes} reads ${place}, and may not write to it`;
}

function apiOf({ provider, baseUrl }: TemplateHost) {
  const serverUrl = baseUrl.replace(/\/+$/, "");
  const apiUrl = provider === "gitea" ? `${serverUrl}/api/v1` : serverUrl;
  return { name: provider, dialect: provider, serverUrl, apiUrl } as const;
}
