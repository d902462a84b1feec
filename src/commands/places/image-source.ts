import type { Project } from "../../project/project.ts";
import type { Context } from "../../runtime/context.ts";
import { findCheckout, originOf } from "../../template/git-checkout.ts";

/**
 * The web address of the repository that publishes an image, for the label `org.opencontainers.image.source`: that of the settings,
 * else the origin of the repository's checkout. It is the same on every machine that cloned the same repository, by whatever
 * protocol; `undefined` where nothing says it.
 */
export async function imageSource(
  { env, signal }: Pick<Context, "env" | "signal">,
  { root, settings }: Project,
): Promise<string | undefined> {
  if (settings.image.source !== undefined) return settings.image.source;
  const checkout = findCheckout(root);
  if (!checkout) return undefined;
  const origin = await originOf({ environment: env, signal, gitDirectory: checkout.gitDirectory });
  return origin === null ? undefined : webAddress(origin.trim());
}

/** `https://host/owner/repo` for what git clones from; `undefined` for a place on this machine. */
export function webAddress(remote: string): string | undefined {
  const scp = /^(?:[^@/\s]+@)?([A-Za-z0-9.-]+):(?!\/)([^\s]+)$/.exec(remote);
  const url = scp ? URL.parse(`https://${scp[1]}/${scp[2]}`) : URL.parse(remote.replace(/^git\+/, ""));
  if (!url || !/^(https?|ssh):$/.test(url.protocol) || url.hostname === "") return undefined;
  const path = url.pathname.replace(/\/+$/, "").replace(/\.git$/, "");
  // A port of ssh is none of the web.
  const [scheme, host] = url.protocol === "ssh:" ? ["https:", url.hostname] : [url.protocol, url.host];
  return path === "" ? undefined : `${scheme}//${host}${path}`;
}
