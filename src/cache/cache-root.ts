import { isAbsolute, join } from "node:path";

/**
 * The directory of all caches, by the XDG base directory specification: `$XDG_CACHE_HOME/identikit`, else
 * `~/.cache/identikit`. A relative path counts as none, as the specification says.
 * @returns `undefined` where there is no home: then nothing is kept
 */
export function cacheRootOf(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const home = env.HOME ?? env.USERPROFILE ?? "";
  const caches = [env.XDG_CACHE_HOME ?? "", isAbsolute(home) ? join(home, ".cache") : ""].find(isAbsolute);
  return caches === undefined ? undefined : join(caches, "identikit");
}
