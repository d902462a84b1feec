import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { IdentikitError } from "../fault/error.ts";
import { type ManifestEntry, namePattern } from "./manifest.ts";
import { type Materialized, type MaterializeOptions, materialize } from "./materialize.ts";
import { lockedPolicy, type Policy } from "./policy.ts";
import { type ReadOptions, readTemplate, soundContents } from "./read-template.ts";
import { readSettled } from "./settle.ts";
import { parseLocation } from "./source-location.ts";
import { type AssetOrigin, TemplateAssets } from "./template-assets.ts";
import { readTemplateDirectory } from "./template-directory.ts";
import { hasStrayToken, hostFor, templateHosts } from "./template-hosts.ts";
import type { LockedTemplate } from "./template-lock.ts";
import type { TemplateChoice } from "./template-of.ts";

/** Where a delivery takes its assets from. */
export type MaterializeFrom = {
  /** What the lock says of the template; it may keep the first version of the policy. */
  readonly locked?: LockedTemplate | undefined;
} & (
  | {
      /** The template's repository, now. */
      readonly kind: "repository";
      readonly choice: TemplateChoice;
      readonly pinned?: LockedTemplate;
    }
  /** A directory that a fetch filled: the template's own, or the one that holds it under its name. */
  | { readonly kind: "directory"; readonly name: string; readonly directory: string }
);

export type MaterializeTemplateOptions = ReadOptions & MaterializeOptions;

/** Nothing was delivered, and nothing should have been: the volume is untouched. */
export interface Skipped {
  readonly result: "skipped";
  readonly code: "NO_FETCHER" | "NO_TEMPLATE";
  /** The one line that says so. */
  readonly reason: string;
}

export type MaterializeOutcome = Skipped | (Materialized & { readonly origin: AssetOrigin });

/**
 * Lays a template's assets on a data volume, fetched now or from a fetched directory.
 *
 * Fails closed: with a token or public access configured, or a repository that needs neither, whatever goes wrong is
 * thrown, and the caller's work stops with the reason. Fails open in one case only: the template is on a server by
 * `owner/repo`, and there is neither a token nor a server. Then there is no fetcher, the volume stays as it is, and the
 * agent starts with the identity in its image.
 * @throws {IdentikitError} the faults of {@link readTemplate} and {@link materialize}
 */
export async function materializeTemplate(
  from: MaterializeFrom,
  given: MaterializeTemplateOptions,
): Promise<MaterializeOutcome> {
  const options = { ...given, policy: lockedPolicy(given.policy, from.locked) };
  if (from.kind === "directory") return lay(await assetsIn(from, options), options);
  const { choice, pinned } = from;
  if (choice.kind === "none")
    return {
      result: "skipped",
      code: "NO_TEMPLATE",
      reason: `the runtime ${choice.runtime} has no template: nothing to deliver`,
    };
  if (!hasFetcher(choice.entry, options)) {
    return {
      result: "skipped",
      code: "NO_FETCHER",
      reason:
        "neither a token nor public access to a template server is configured: the volume is untouched, and the agent starts with the identity in its image",
    };
  }
  const { assets } = await readTemplate({ entry: choice.entry, pinned }, options);
  return lay(assets, options);
}

async function lay(assets: TemplateAssets, options: MaterializeTemplateOptions): Promise<MaterializeOutcome> {
  return { ...(await materialize(assets, options)), origin: assets.origin };
}

/** A path or a URL needs no configuration; a stray token means that something was to be fetched. */
function hasFetcher(entry: ManifestEntry, options: ReadOptions): boolean {
  const { environment, hosts = templateHosts(environment) } = options;
  if (parseLocation(entry.repo, options.root).kind !== "hosted") return true;
  return hostFor(entry, hosts) !== undefined || hasStrayToken(environment);
}

async function assetsIn(
  { name, directory }: Extract<MaterializeFrom, { kind: "directory" }>,
  options: MaterializeTemplateOptions,
): Promise<TemplateAssets> {
  if (!namePattern.test(name))
    throw new IdentikitError("USAGE", `${JSON.stringify(name)} is not the name of a template`, {
      remedy: "Use lower-case letters, digits, dots, dashes and underscores.",
    });
  const { policy, environment, signal, limits } = options;
  const given = resolve(options.cwd, directory);
  const named = join(given, name);
  const isNamed = statSync(named, { throwIfNoEntry: false })?.isDirectory() === true;
  const place = isNamed ? named : given;
  const read = (under: Policy) =>
    readTemplateDirectory(place, { policy: under, environment, signal, limits });
  const content = await readSettled(policy, read, directory);
  const origin = { name, source: content.repository ?? directory, commit: content.commit };
  const assets = await TemplateAssets.check(content.tree, content.policy, origin, options.accepted);
  soundContents(assets, policy);
  return assets;
}
