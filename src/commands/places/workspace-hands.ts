import { hostname } from "node:os";
import { resolve } from "node:path";
import type { WorkspaceHands } from "../../agents/workspaces/workspace-hands.ts";
import { IdentikitError } from "../../fault/error.ts";
import { hostOf } from "../../host/host.ts";
import { LocalHands } from "../../workspace/actions/local-hands.ts";
import type { PatchStore } from "../../workspace/actions/patch-store.ts";
import { WorkspaceRoot } from "../../workspace/host/workspace-root.ts";
import { type GitRemote, gitRemote } from "../../workspace/store/git-remote.ts";
import type { CommandContext } from "../context.ts";
import { hostTokenVariable } from "../options/host-token.ts";

/** This machine, as the records of workspaces name it. */
export function machineName({ hostName = hostname() }: { readonly hostName?: string | undefined }): string {
  return hostName;
}

/**
 * The workspaces of this machine, as options name them.
 * @param patches where the changes of runs are stored, for those that are made again here
 */
export function workspaceHands(
  context: CommandContext,
  options: {
    readonly host: string;
    readonly hostName?: string | undefined;
    readonly repositoryUrl?: string | undefined;
  },
  patches?: PatchStore,
): WorkspaceHands {
  const { env, cwd, clock } = context;
  const root = new WorkspaceRoot(resolve(cwd, options.host), env, () => clock.now());
  return new LocalHands({
    root,
    host: machineName(options),
    patches,
    remoteOf: (repository) => repositoryRemote(context, options.repositoryUrl, repository),
  });
}

/**
 * Where a repository is: at the address that is named, or at the CI host's, with the token for it.
 * @throws {IdentikitError} `USAGE`, `REMOTE_REFUSED`
 */
function repositoryRemote(
  { env }: CommandContext,
  template: string | undefined,
  repository: string,
): GitRemote {
  if (template !== undefined) {
    if (!template.includes("{repository}"))
      throw new IdentikitError("USAGE", "--repository-url does not say where {repository} goes", {
        remedy: "Write it such as /srv/git/{repository}.git.",
      });
    return gitRemote(template.replaceAll("{repository}", repository));
  }
  const token = env[hostTokenVariable];
  const credential = token ? { username: "x-access-token", token } : undefined;
  return gitRemote(`${hostOf(env).serverUrl}/${repository}.git`, credential);
}
