import { z } from "zod";
import type { CiCancelled, CiRuns } from "../agents/dispatch/ci-runs.ts";
import { IdentikitError } from "../fault/error.ts";
import type { ApiOptions, HostApi } from "./api.ts";
import { hostStatus } from "./api.ts";
import { requestOnce } from "./forge-writer/send-write.ts";
import { HostApis } from "./host-apis.ts";
import { readOne } from "./host-read.ts";

const runRow = z.looseObject({ status: z.string(), html_url: z.string().nullish() });
const ended = new Set(["completed", "success", "failure", "cancelled", "skipped"]);

export interface HostCiRunsOptions extends Omit<ApiOptions, "repository"> {
  /** Whether runs of a repository may be stopped: the address comes from a runner. */
  readonly isOurs: (repository: string) => boolean;
}

/** The runs of GitHub, Gitea and Forgejo. */
export class HostCiRuns implements CiRuns {
  readonly #options: HostCiRunsOptions;
  readonly #apis: HostApis;

  constructor(options: HostCiRunsOptions) {
    this.#options = options;
    this.#apis = new HostApis(options);
  }

  /** @see https://docs.github.com/en/rest/actions/workflow-runs#cancel-a-workflow-run */
  async cancel(url: string): Promise<CiCancelled> {
    const { serverUrl } = this.#options.host;
    const path = url.startsWith(`${serverUrl}/`) ? url.slice(serverUrl.length + 1) : "";
    const [, repository = "", id = ""] = /^([^/]+\/[^/]+)\/actions\/runs\/(\d{1,18})$/.exec(path) ?? [];
    if (repository === "" || !this.#options.isOurs(repository))
      return impossible(`${url} is no CI run of a repository of the organisation on ${serverUrl}`);
    const api = await this.#apis.of(repository);
    const row = await this.#run(api, id);
    if (typeof row === "string") return impossible(row);
    // Forgejo's pages go by another number than its API: nobody stops a run that is not the one that is meant.
    if (row.html_url?.toLowerCase() !== url.toLowerCase())
      return impossible(
        `the host says of the number ${id} that it is ${row.html_url ?? "no page"}, not ${url}`,
      );
    if (ended.has(row.status)) return { state: "over", message: `${url} is over` };
    return await this.#stop(api, id, url);
  }

  async #run(api: HostApi, id: string): Promise<z.output<typeof runRow> | string> {
    try {
      return await readOne(api, {
        attempt: `read the CI run ${id}`,
        url: `actions/runs/${id}`,
        schema: runRow,
      });
    } catch (caught) {
      if (caught instanceof IdentikitError && caught.code === "HOST_DENIED") return caught.message;
      throw caught;
    }
  }

  async #stop(api: HostApi, id: string, url: string): Promise<CiCancelled> {
    const attempt = `stop the CI run ${id}`;
    try {
      await requestOnce(api, { method: "POST", url: `actions/runs/${id}/cancel`, attempt });
      return { state: "told", message: `the host was told to stop ${url}` };
    } catch (caught) {
      const status = hostStatus(caught);
      // It ended in between.
      if (status === 409) return { state: "over", message: `${url} is over` };
      // It was read just now: what is not there is the address. Gitea has none, up to 1.27 at least.
      if (status === 404 || status === 405)
        return impossible(`this host has no way to stop a run by its API, so ${url} goes on`);
      const fault = api.fault(caught, attempt);
      if (fault.code === "HOST_DENIED") return impossible(fault.message);
      throw fault;
    }
  }
}

function impossible(message: string): CiCancelled {
  return { state: "impossible", message };
}
