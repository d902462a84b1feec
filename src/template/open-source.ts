import { existsSync } from "node:fs";
import { IdentikitError } from "../fault/error.ts";
import type { RetryOptions } from "../fault/retry.ts";
import { GiteaArchives, GitHubArchives } from "./archive-api.ts";
import { ArchiveSource } from "./archive-source.ts";
import { CachedSource, type ContentCache } from "./content-cache.ts";
import { findCheckout } from "./git-checkout.ts";
import { LocalGitSource } from "./local-git-source.ts";
import type { Policy } from "./policy.ts";
import { RemoteGitSource } from "./remote-git-source.ts";
import type { Revision, SourceContent, SourceLimits, TemplateSource } from "./source.ts";
import type { SourceLocation } from "./source-location.ts";
import { readTemplateDirectory } from "./template-directory.ts";
import { credentialAt, hostFor, hostVariables, type TemplateHost, templateHosts } from "./template-hosts.ts";

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
}

/** @throws {IdentikitError} `SOURCE_NOT_FOUND`, `SOURCE_INVALID` */
export function openSource(request: SourceRequest, options: OpenSourceOptions): TemplateSource {
  const { location, ref, shown } = request;
  switch (location.kind) {
    case "path":
      return openPath(location.path, ref, shown, options);
    case "repository":
      return openRepository(location.path, shown, options);
    case "remote":
      return cached(openRemote(location, options), options);
    case "hosted":
      return cached(openHosted(location, request, options), options);
  }
}

function openPath(
  path: string,
  ref: string | undefined,
  shown: string,
  options: OpenSourceOptions,
): TemplateSource {
  if (!existsSync(path)) throw notFound(shown, path);
  const checkout = findCheckout(path);
  if (checkout && (checkout.bare || ref !== undefined))
    return new LocalGitSource(shown, checkout, options.environment, options.limits);
  if (ref !== undefined)
    throw new IdentikitError("SOURCE_INVALID", `${shown} has a ref, but lies in no git repository`, {
      remedy: "Leave out the ref, or name a repository.",
    });
  return new DirectorySource(path, shown, options);
}

function openRepository(path: string, shown: string, options: OpenSourceOptions): TemplateSource {
  if (!existsSync(path)) throw notFound(shown, path);
  const checkout = findCheckout(path);
  if (checkout?.prefix !== "") throw notFound(shown, path);
  return new LocalGitSource(shown, checkout, options.environment, options.limits);
}

function openRemote(
  location: Extract<SourceLocation, { kind: "remote" }>,
  { environment, limits, hosts = templateHosts(environment), retry }: OpenSourceOptions,
): TemplateSource {
  const credential =
    location.transport === "ssh" ? undefined : credentialAt(new URL(location.url).origin, hosts);
  return new RemoteGitSource(location, {
    environment,
    limits,
    ...(credential ? { credential } : {}),
    ...(retry ? { retry } : {}),
  });
}

function openHosted(
  { owner, repo }: Extract<SourceLocation, { kind: "hosted" }>,
  { shown, provider }: SourceRequest,
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
  return new ArchiveSource(new Api({ ...host, owner, repo, environment, allowPrivateHosts }), limits, retry);
}

function cached(source: TemplateSource, { cache }: OpenSourceOptions): TemplateSource {
  return cache ? new CachedSource(source, cache) : source;
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
