import { privateHostsIn } from "../../http/named-address.ts";
import type { Settings } from "../../project/settings-schema.ts";
import type { Context } from "../../runtime/context.ts";
import type { NetworkOptionValues } from "../options/servers.ts";

/** How servers are asked. */
export interface Network {
  readonly patienceMs: number;
  readonly allowPrivateHosts: readonly string[];
}

/** What the options say, else the settings; hosts that may be private are those of the options, settings and variable. */
export function networkOf(
  { env }: Pick<Context, "env">,
  { network }: Pick<Settings, "network">,
  { retryFor = network.retryFor, allowPrivateHost }: NetworkOptionValues = { allowPrivateHost: [] },
): Network {
  return {
    patienceMs: retryFor * 1000,
    allowPrivateHosts: [...allowPrivateHost, ...network.allowPrivateHosts, ...privateHostsIn(env)],
  };
}
