import { z } from "zod";
import type { MergeForge } from "../agents/references/settle-memory-update.ts";
import type { WorkItemForge } from "../agents/references/settle-work-item.ts";
import { IdentikitError } from "../fault/error.ts";
import type { ApiOptions } from "./api.ts";
import { HostApis } from "./host-apis.ts";
import { readOne } from "./host-read.ts";

const issueSchema = z.looseObject({ state: z.string() });
const pullSchema = z.looseObject({ merged: z.boolean().nullish(), merged_at: z.string().nullish() });

/** Whether issues and pull requests are closed, as GitHub, Gitea and Forgejo say it; for all of them a pull request is an issue, too. */
export class ItemStates implements WorkItemForge, MergeForge {
  readonly #apis: HostApis;

  constructor(options: Omit<ApiOptions, "repository">) {
    this.#apis = new HostApis(options);
  }

  async isClosed({
    repository,
    kind,
    id,
  }: Parameters<WorkItemForge["isClosed"]>[0]): Promise<boolean | undefined> {
    const number = Number(id);
    if ((kind !== "issue" && kind !== "pull_request") || !Number.isSafeInteger(number) || number < 1)
      return undefined;
    const row = await this.#read(repository, {
      attempt: `read the issue #${number}`,
      url: `issues/${number}`,
      schema: issueSchema,
    });
    return row && row.state === "closed";
  }

  async mergedAt(repository: string, number: number): Promise<string | undefined> {
    const row = await this.#read(repository, {
      attempt: `read the pull request #${number}`,
      url: `pulls/${number}`,
      schema: pullSchema,
    });
    return row?.merged && row.merged_at ? new Date(row.merged_at).toISOString() : undefined;
  }

  /** What the host has there; nothing where it says that there is nothing, or nothing for this token. */
  async #read<Row>(
    repository: string,
    question: { readonly attempt: string; readonly url: string; readonly schema: z.ZodType<Row> },
  ): Promise<Row | undefined> {
    const api = await this.#apis.of(repository);
    try {
      return await readOne(api, question);
    } catch (caught) {
      if (caught instanceof IdentikitError && caught.code === "HOST_DENIED") return undefined;
      throw caught;
    }
  }
}
