import type { HostApi } from "./api.ts";
import { HostContent } from "./change-content.ts";

/**
 * The text of a file at a commit; `undefined` where there is none.
 * @throws {IdentikitError} `HOST_DENIED`, `HOST_UNREACHABLE`, `CHANGE_UNKNOWN` for what is no text, or no path of a repository
 */
export async function readFileAt(api: HostApi, commit: string, path: string): Promise<string | undefined> {
  // The number of the pull request is of no use for a file.
  return await new HostContent(api, 0).file(commit, path);
}
