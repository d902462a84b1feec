import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { IdentikitError } from "../fault/error.ts";
import type { RetryOptions } from "../fault/retry.ts";
import { ArchiveSource } from "./archive-source.ts";
import { CachedSource, type ContentCache } from "./content-cache.ts";
import { type Checkout, findCheckout } from "./git-checkout.ts";
import { GiteaArchives } from "./gitea-archives.ts";
import { GitHubArchives } from "./github-archives.ts";
import { LocalGitSource } from "./local-git-source.ts";
import type { Policy } from "./policy.ts";
import { RemoteGitSource } from "./remote-git-source.ts";
import type { Revision, SourceContent, SourceLimits, TemplateSource } from "./source.ts";
import type { SourceLocation } from "./source-location.ts";
import { readTemplateDirectory } from "./template-directory.ts";
import {
  credentialAt,
  gitCredential,
  hostFor,
  hostVariables,
  type TemplateHost,
  templateHosts,
} from "./template-hosts.ts";

export interface OpenSourceOptions {
  /** The caller's environment; git gets what it needs of it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly limits: SourceLimits;
  /** The servers for `owner/repo`, and for whose git remotes there is a token; left out, those of the environment. */
  readonly hosts?: readonly TemplateHost[];
  /** Where the content of commits is kept between runs; left out, nothing is kept. */
  readonly cache?: ContentCache | undefined;
  readonly retry?: Omit<RetryOptions, "signal">;
  /** Hosts inside a network that a server may redirect to. */
  readonly allowPrivateHosts?: readonly string[];
}

/** What is to be opened. */
export interface SourceRequest {
  readonly location: SourceLocation;
  /** The ref that is asked for; a path must then be in a repository. */
  readonly ref: string | undefined;
  /** What messages call it: a path as the person wrote it. */
  readonly shown: string;
  /** Which kind of server an `owner/repo` is on, where the manifest says so. */
  readonly provider?: "gitea" | "github" | undefined;
  /** The token for this repository alone, which beats the server's. */
  readonly token?: string | undefined;
  /** The template's directory in the repository or below the path; left out or empty for its root. */
  readonly directory?: string | undefined;
}

/** @throws {IdentikitError} `SOURCE_NOT_FOUND`, `SOURCE_INVALID` */
export function openSource(request: SourceRequest, options: OpenSourceOptions): TemplateSource {
  const { location } = request;
  switch (location.kind) {
    case "path":
      return openPath(location.path, request, options);
    case "repository":
      return openRepository(location.path, request, options);
    case "remote":
      return cached(openRemote(location, request, options), request, options);
    case "hosted":
      return cached(openHosted(location, request, options), request, options);
  }
}

function openPath(
  path: string,
  { ref, shown, directory = "" }: SourceRequest,
  options: OpenSourceOptions,
): TemplateSource {
  if (!existsSync(path)) throw notFound(shown, path);
  const checkout = findCheckout(path);
  if (checkout && (checkout.bare || ref !== undefined))
    return new LocalGitSource(shown, below(checkout, directory), options.environment, options.limits);
  if (ref !== undefined)
    throw new IdentikitError("SOURCE_INVALID", `${shown} has a ref, but lies in no git repository`, {
      remedy: "Leave out the ref, or name a repository.",
    });
  return new DirectorySource(directoryBelow(path, shown, directory), shown, options);
}

function openRepository(
  path: string,
  { shown, directory = "" }: SourceRequest,
  options: OpenSourceOptions,
): TemplateSource {
  if (!existsSync(path)) throw notFound(shown, path);
  const checkout = findCheckout(path);
  if (checkout?.prefix !== "") throw notFound(shown, path);
  return new LocalGitSource(shown, below(checkout, directory), options.environment, options.limits);
}

function below(checkout: Checkout, directory: string): Checkout {
  const prefix = [checkout.prefix, directory].filter((part) => part !== "").join("/");
  return { ...checkout, prefix };
}

/** A link on the way would lead to files that the manifest does not name. */
function directoryBelow(path: string, shown: string, directory: string): string {
  if (directory === "") return path;
  const place = join(path, directory);
  if (!existsSync(place)) throw notFound(`${shown}, path ${directory},`, place);
  if (realpathSync(place) === join(realpathSync(path), directory)) return place;
  throw new IdentikitError("PATH_LINKED", `${place} is, or lies behind, a symbolic link`, {
    remedy: "Name the directory itself as `path` in the manifest.",
  });
}

function openRemote(
  location: Extract<SourceLocation, { kind: "remote" }>,
  { directory, token }: SourceRequest,
  { environment, limits, hosts = templateHosts(environment), retry }: OpenSourceOptions,
): TemplateSource {
  const own = token === undefined ? undefined : gitCredential(token);
  const credential =
    location.transport === "ssh" ? undefined : (own ?? credentialAt(new URL(location.url).origin, hosts));
  return new RemoteGitSource(location, {
    environment,
    limits,
    directory,
    ...(credential ? { credential } : {}),
    ...(retry ? { retry } : {}),
  });
}

function openHosted(
  { owner, repo }: Extract<SourceLocation, { kind: "hosted" }>,
  { shown, provider, directory, token }: SourceRequest,
  { environment, hosts = templateHosts(environment), limits, retry, allowPrivateHosts }: OpenSourceOptions,
): TemplateSource {
  const host = hostFor({ provider }, hosts);
  if (!host) {
    const kind = provider === undefined ? "server" : "Gitea server";
    throw new IdentikitError("SOURCE_INVALID", `${shown} is on a ${kind}, and none is configured`, {
      remedy: `Set ${hostVariables.giteaUrl[0]}, or say where a copy is with --source NAME=PATH_OR_URL.`,
    });
  }
  const Api = host.provider === "github" ? GitHubArchives : GiteaArchives;
  const api = new Api({
    ...host,
    ...(token === undefined ? {} : { token }),
    owner,
    repo,
    environment,
    allowPrivateHosts,
  });
  return new ArchiveSource(api, { limits, directory, retry });
}

function cached(
  source: TemplateSource,
  { directory = "" }: SourceRequest,
  { cache }: OpenSourceOptions,
): TemplateSource {
  return cache ? new CachedSource(source, cache, directory) : source;
}

/** A directory as it stands; see {@link readTemplateDirectory}. */
class DirectorySource implements TemplateSource {
  readonly description: string;
  readonly #path: string;
  readonly #options: OpenSourceOptions;

  constructor(path: string, description: string, options: OpenSourceOptions) {
    this.description = description;
    this.#path = path;
    this.#options = options;
  }

  async resolve(): Promise<undefined> {}

  async movedTo(): Promise<null> {
    return null;
  }

  read(_revision: Revision | undefined, policy: Policy, signal: AbortSignal): Promise<SourceContent> {
    const { environment, limits } = this.#options;
    return readTemplateDirectory(this.#path, { policy, environment, signal, limits });
  }
}

function notFound(shown: string, path: string): IdentikitError {
  const where = shown === path ? "" : ` (${path})`;
  return new IdentikitError(
    "SOURCE_NOT_FOUND",
    `${shown}${where} is no directory or repository that is there`,
    {
      remedy: "Check the path; relative paths of the manifest start at its own directory.",
    },
  );
}
