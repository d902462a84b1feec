import { existsSync } from "node:fs";
import { IdentikitError } from "../fault/error.ts";
import { findCheckout } from "./git-checkout.ts";
import { LocalGitSource } from "./local-git-source.ts";
import type { Policy } from "./policy.ts";
import { type Credential, RemoteGitSource } from "./remote-git-source.ts";
import type { RetryOptions } from "./retry.ts";
import type { Revision, SourceContent, SourceLimits, TemplateSource } from "./source.ts";
import type { SourceLocation } from "./source-location.ts";
import { readTemplateDirectory } from "./template-directory.ts";

export interface OpenSourceOptions {
  /** The caller's environment; git gets what it needs of it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly limits: SourceLimits;
  /** The credential for a server's origin, such as `https://git.example`, if there is one. */
  readonly credentialFor?: (origin: string) => Credential | undefined;
  readonly retry?: Omit<RetryOptions, "signal">;
}

/**
 * The source at a location.
 * @param ref whether a ref is asked for, in which case a path must be in a repository
 * @param shown what messages call it: a path as the person wrote it
 * @throws {IdentikitError} `SOURCE_NOT_FOUND`, `SOURCE_INVALID`
 */
export function openSource(
  location: SourceLocation,
  ref: string | undefined,
  shown: string,
  options: OpenSourceOptions,
): TemplateSource {
  switch (location.kind) {
    case "path":
      return openPath(location.path, ref, shown, options);
    case "repository":
      return openRepository(location.path, shown, options);
    case "remote":
      return openRemote(location, options);
    case "hosted":
      throw new IdentikitError("SOURCE_INVALID", `${shown} is on no host that is configured`, {
        remedy: "Write a URL or a path instead, or say where a copy is with --source NAME=PATH_OR_URL.",
      });
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
  { environment, limits, credentialFor, retry }: OpenSourceOptions,
): TemplateSource {
  const credential = location.transport === "ssh" ? undefined : credentialFor?.(new URL(location.url).origin);
  return new RemoteGitSource(location, {
    environment,
    limits,
    ...(credential ? { credential } : {}),
    ...(retry ? { retry } : {}),
  });
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
