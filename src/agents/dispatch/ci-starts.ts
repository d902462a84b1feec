import type { z } from "zod";
import type { agentRunnerPool } from "../kinds/config/agent-runner-pool.ts";

/** A workflow of the CI host that runs what is queued: its repository, its file name, and the branch that it is taken from. */
export type PoolWorkflow = NonNullable<z.output<typeof agentRunnerPool.spec>["workflow"]>;

/** The CI host, for having a workflow started. */
export interface CiStarts {
  /**
   * The number of the newest run of a repository that was started by hand; 0 where there is none.
   * @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED`
   */
  newest(workflow: PoolWorkflow): Promise<number>;
  /**
   * Looks for the CI run that was started for a run.
   * @param started the run's name, and the number after which it began
   * @returns its page; nothing where the host lists none
   * @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED`
   */
  find(
    workflow: PoolWorkflow,
    started: { readonly run: string; readonly after: number },
  ): Promise<string | undefined>;
  /**
   * Starts the workflow for a run, once. Its only input is the run's name: the job reads everything else from the database, and makes the
   * ticket itself.
   * @throws {IdentikitError} `HOST_UNREACHABLE`, where nobody knows whether it was started; what the host refuses is an answer
   */
  start(workflow: PoolWorkflow, run: string): Promise<CiStarted>;
}

/** What came of it. */
export type CiStarted =
  | { readonly state: "started" }
  | {
      readonly state: "refused";
      /** For programs. */
      readonly code: "WorkflowMissing" | "WorkflowNotDispatchable" | "TokenRefused" | "RepositoryNotOurs";
      readonly message: string;
      readonly remedy: string;
    };
