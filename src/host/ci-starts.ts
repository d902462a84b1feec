import { z } from "zod";
import type { CiStarted, CiStarts, PoolWorkflow } from "../agents/dispatch/ci-starts.ts";
import { type HostApi, hostStatus } from "./api.ts";
import type { HostCiRunsOptions } from "./ci-runs.ts";
import { requestOnce } from "./forge-writer/send-write.ts";
import { HostApis } from "./host-apis.ts";
import { readOne } from "./host-read.ts";

const runsPage = z.looseObject({
  workflow_runs: z
    .array(
      z.looseObject({ id: z.int(), display_title: z.string().nullish(), html_url: z.string().nullish() }),
    )
    .nullish(),
});
/** Pages of CI runs that are looked through, at most: newer ones come first, and few are newer than an intent. */
const mostPages = 50;

/** Starts workflows of GitHub, Gitea and Forgejo. */
export class HostCiStarts implements CiStarts {
  readonly #options: HostCiRunsOptions;
  readonly #apis: HostApis;

  constructor(options: HostCiRunsOptions) {
    this.#options = options;
    this.#apis = new HostApis(options);
  }

  async newest({ repository }: PoolWorkflow): Promise<number> {
    if (!this.#options.isOurs(repository)) return 0;
    const [newest] = await pageOf(await this.#apis.of(repository), 1);
    return newest?.id ?? 0;
  }

  /** What tells them apart is their title, which the workflow's `run-name` makes of the run's name. */
  async find(
    { repository }: PoolWorkflow,
    { run, after }: { readonly run: string; readonly after: number },
  ): Promise<string | undefined> {
    if (!this.#options.isOurs(repository)) return undefined;
    const api = await this.#apis.of(repository);
    for (let page = 1; page <= mostPages; page++) {
      const rows = await pageOf(api, page);
      const newer = rows.filter(({ id }) => id > after);
      const found = newer.find(({ display_title: title }) => title === runTitle(run));
      if (found) return found.html_url ?? `${repository}, CI run ${found.id}`;
      if (newer.length < rows.length || rows.length === 0) return undefined;
    }
    return undefined;
  }

  /** @see https://docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event */
  async start({ repository, file, ref }: PoolWorkflow, run: string): Promise<CiStarted> {
    if (!this.#options.isOurs(repository))
      return refused("RepositoryNotOurs", `${repository} is no repository of the organisation`, {
        remedy: "Name a repository of platform.repositories in the pool's workflow.",
      });
    const api = await this.#apis.of(repository);
    const attempt = `start the workflow ${file} on ${ref}`;
    try {
      await requestOnce(api, {
        ...{ method: "POST", url: `actions/workflows/${encodeURIComponent(file)}/dispatches`, attempt },
        body: { ref, inputs: { run } },
      });
      return { state: "started" };
    } catch (caught) {
      const fault = api.fault(caught, attempt);
      const status = hostStatus(caught);
      const place = `${repository}, ${file} on ${ref}`;
      if (status === 404)
        return refused("WorkflowMissing", `${fault.message}`, {
          remedy: `Look whether ${place} exists, and whether IDENTIKIT_HOST_TOKEN may write its Actions.`,
        });
      if (status === 401 || status === 403)
        return refused("TokenRefused", fault.message, {
          remedy: `Give IDENTIKIT_HOST_TOKEN the permission actions: write on ${repository}; look whether the workflow is disabled.`,
        });
      if (status === 400 || status === 422)
        return refused("WorkflowNotDispatchable", fault.message, {
          remedy: `Let ${place} have on: workflow_dispatch with the input run, as the shipped dispatch-agent.yml.`,
        });
      throw fault;
    }
  }
}

/** The title that the shipped workflow gives to a CI run for a run. */
function runTitle(run: string): string {
  return `dispatch-agent ${run}`;
}

async function pageOf(api: HostApi, page: number) {
  const { workflow_runs: rows } = await readOne(api, {
    attempt: "list the CI runs that were started by hand",
    url: "actions/runs",
    // GitHub reads `per_page`, Gitea `limit`; each ignores the other's.
    query: { event: "workflow_dispatch", page: String(page), per_page: "50", limit: "50" },
    schema: runsPage,
  });
  return rows ?? [];
}

function refused(
  code: Extract<CiStarted, { readonly state: "refused" }>["code"],
  message: string,
  { remedy }: { readonly remedy: string },
): CiStarted {
  return { state: "refused", code, message, remedy };
}
