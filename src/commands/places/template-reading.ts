import type { Project } from "../../project/project.ts";
import type { AcceptedSecrets } from "../../template/accepted-secrets.ts";
import { contentCacheOf } from "../../template/content-cache.ts";
import { policyNamed } from "../../template/policy.ts";
import type { ReadOptions } from "../../template/read-template.ts";
import type { CommandContext } from "../context.ts";
import type { NetworkOptionValues } from "../options/servers.ts";
import { sourceLimitsOf } from "./limits.ts";
import { networkOf } from "./network.ts";

/** How templates are read, by the options, the settings and the environment. */
export function templateReading(
  context: CommandContext,
  { root, settings }: Project,
  given: { readonly accepted: AcceptedSecrets; readonly network: NetworkOptionValues },
) {
  const { patienceMs, allowPrivateHosts } = networkOf(context, settings, given.network);
  return {
    root,
    cwd: context.cwd,
    policy: policyNamed(settings.policy, settings.policies),
    environment: context.env,
    limits: sourceLimitsOf(settings),
    tokens: settings.templateTokens,
    accepted: given.accepted,
    retry: { patienceMs },
    allowPrivateHosts,
    cache: contentCacheOf(context.env),
    signal: context.signal,
  } satisfies ReadOptions;
}
