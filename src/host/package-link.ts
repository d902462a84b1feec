import { IdentikitError } from "../fault/error.ts";
import { visible } from "../fault/visible.ts";
import { type ApiOptions, HostApi, hostStatus } from "./api.ts";

/** A container package, as its registry names it. */
export interface PackageName {
  /** The registry's host, with its port where it has one. */
  readonly host: string;
  /** `owner/name`; the name may have further parts. */
  readonly repository: string;
}

/** What came of linking a package. */
export type LinkOutcome =
  | { readonly kind: "linked" }
  /** The host links by itself, or has nothing to link. */
  | { readonly kind: "not needed"; readonly reason: string }
  | { readonly kind: "refused"; readonly reason: string };

/**
 * Links a container package to the repository that publishes it, so that it stands on the repository's page. Gitea and Forgejo want to be
 * asked (`POST /packages/{owner}/{type}/{name}/-/link/{repo}`, Gitea 1.24 on); GitHub reads the image's label
 * `org.opencontainers.image.source`. What the host refuses is an outcome: the image is published all the same.
 */
export async function linkPackage(name: PackageName, options: ApiOptions): Promise<LinkOutcome> {
  const { host, repository } = options;
  if (host.dialect !== "gitea")
    return { kind: "not needed", reason: "the host reads the label org.opencontainers.image.source" };
  const [owner = "", ...rest] = name.repository.split("/");
  const [ownerOfRepository = "", repo = ""] = repository.split("/");
  if (name.host !== new URL(host.serverUrl).host)
    return { kind: "not needed", reason: `the package is on ${name.host}, not on ${host.serverUrl}` };
  if (owner.toLowerCase() !== ownerOfRepository.toLowerCase())
    return {
      kind: "not needed",
      reason: `the package belongs to ${owner}, the repository to ${ownerOfRepository}`,
    };
  try {
    const api = await HostApi.open(options);
    await api.octokit.request("POST /packages/{owner}/{type}/{name}/-/link/{repo}", {
      owner,
      type: "container",
      name: rest.join("/"),
      repo,
    });
    return { kind: "linked" };
  } catch (caught) {
    if (caught instanceof IdentikitError) return { kind: "refused", reason: caught.message };
    const status = hostStatus(caught);
    const said = caught instanceof Error ? visible(caught.message) : "no answer";
    return { kind: "refused", reason: status === undefined ? said : `${status} ${said}` };
  }
}
