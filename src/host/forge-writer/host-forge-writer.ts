import type { RepositorySource } from "../../agents/dispatch/repository-source.ts";
import { hiddenMarker } from "../../agents/write-back/idempotency-key.ts";
import type { ForgeWrite, ForgeWriter, WrittenPlace } from "../../agents/write-back/write-ports.ts";
import { IdentikitError } from "../../fault/error.ts";
import { type ApiOptions, hostStatus } from "../api.ts";
import { HostApis } from "../host-apis.ts";
import { findLabels, sendLabels } from "./write-labels.ts";
import { findReview, sendReview } from "./write-review.ts";
import { findRerun, findStatus, runAttempt, sendRerun, sendStatus } from "./write-state.ts";
import { findComment, findIssue, findPull, sendComment, sendIssue, sendPull } from "./write-texts.ts";

export interface ForgeWriterOptions extends Omit<ApiOptions, "repository"> {
  /** Says what branches and pull requests are now. */
  readonly repositories: RepositorySource;
  readonly now: () => Date;
}

/** GitHub, Gitea and Forgejo, for what agents write. */
export class HostForgeWriter implements ForgeWriter {
  readonly #options: ForgeWriterOptions;
  readonly #apis: HostApis;

  constructor(options: ForgeWriterOptions) {
    this.#options = options;
    this.#apis = new HostApis(options);
  }

  async headOf(
    { repository, kind, id }: Parameters<ForgeWriter["headOf"]>[0],
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const number = Number(id);
    const isPull = kind === "pull_request" && Number.isSafeInteger(number);
    if (!isPull && kind !== "branch") return undefined;
    const where = isPull ? { pullRequest: number } : { ref: `refs/heads/${id}` };
    try {
      const place = await this.#options.repositories.placeOf({ repository, ...where }, signal);
      return place.refs.head;
    } catch (caught) {
      // A branch or pull request that is gone has no head.
      if (caught instanceof IdentikitError && hostStatus(caught.cause) === 404) return undefined;
      throw caught;
    }
  }

  async runAttempt(repository: string, workflowRun: string): Promise<number | undefined> {
    const run = await runAttempt(await this.#apis.of(repository), workflowRun);
    return run && (run.run_attempt ?? 1);
  }

  async find(write: ForgeWrite, key: string): Promise<WrittenPlace | undefined> {
    const api = await this.#apis.of(write.repository);
    const marker = hiddenMarker(key);
    switch (write.action) {
      case "comment":
        return await findComment(api, write, marker);
      case "review":
        return await findReview(api, write, marker);
      case "label":
        return await findLabels(api, write);
      case "status":
        return await findStatus(api, write);
      case "issue":
        return await findIssue(api, marker, this.#options.now());
      case "rerun":
        return await findRerun(api, write);
      case "pull_request":
      case "memory_update":
        return await findPull(api, write, marker, this.#options.now());
    }
  }

  async send(write: ForgeWrite, key: string): Promise<WrittenPlace> {
    const api = await this.#apis.of(write.repository);
    const marker = hiddenMarker(key);
    switch (write.action) {
      case "comment":
        return await sendComment(api, write, marker);
      case "review":
        return await sendReview(api, write, marker);
      case "label":
        return await sendLabels(api, write);
      case "status":
        return await sendStatus(api, write);
      case "issue":
        return await sendIssue(api, write, marker);
      case "rerun":
        return await sendRerun(api, write);
      case "pull_request":
      case "memory_update":
        return await sendPull(api, write, marker);
    }
  }
}
