import type { Builder } from "../../provenance/statements/build-provenance.ts";
import { version } from "../../runtime/version.ts";

/** Who builds outside of a CI host. */
const ownMachine = "https://identikit.io/builder/own-machine";

/** Who builds here, as URIs: the workflow and its run on a CI host, else a machine of somebody's own. */
export function builderOf(env: Readonly<Record<string, string | undefined>>): Builder {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = env;
  const { GITHUB_WORKFLOW_REF: workflow, GITHUB_RUN_ID: run } = env;
  if (!env.GITHUB_ACTIONS || !server || !repository) return { id: ownMachine, version };
  return {
    // Not every host says which file the workflow is.
    id: `${server}/${workflow ?? repository}`,
    version,
    ...(run ? { invocation: `${server}/${repository}/actions/runs/${run}` } : {}),
  };
}
