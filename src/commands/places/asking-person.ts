import type { Approver } from "../../agents/approvals/may-decide.ts";
import type { agentApproval } from "../../agents/kinds/record/agent-approval.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import type { agentReviewArtifact } from "../../agents/kinds/record/agent-review-artifact.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { Project } from "../../project/project.ts";
import type { CommandContext } from "../context.ts";
import { hostTokenVariable } from "../options/host-token.ts";
import { accessIdentity, hostFactsOf } from "./access.ts";
import { dispatchServices, type OpenObjects } from "./dispatch-services.ts";

/** Who a command line acts for. */
export interface AskingPerson {
  readonly by: Approver["by"];
  /** What is known of them about a repository: asked of the forge, unless groups are named in its place or it cannot be asked. */
  readonly hostOf: (repository: string) => Promise<NonNullable<Approver["host"]>>;
  /** The same about the repository of the run that an object belongs to; nothing where the object or the run is not there. */
  readonly hostOfRun: (kind: KindOfRun, name: string) => Promise<Approver["host"]>;
}

/** Kinds whose objects belong to a run. */
type KindOfRun = typeof agentApproval | typeof agentReviewArtifact;

/** @throws {IdentikitError} `USAGE` where nobody is named */
export function askingPerson(
  context: CommandContext,
  project: Project,
  objects: OpenObjects,
  {
    as = context.env.GITHUB_ACTOR,
    asGroup,
    namespace,
  }: { readonly as?: string | undefined; readonly asGroup: readonly string[]; readonly namespace: string },
): AskingPerson {
  if (as === undefined)
    throw new IdentikitError("USAGE", "nobody is named, and this is no CI job with an actor", {
      remedy: "Add --as LOGIN.",
    });
  const { groups } = accessIdentity(as, asGroup);
  const hostOf: AskingPerson["hostOf"] = async (repository) => {
    if (asGroup.length > 0 || !context.env[hostTokenVariable]) return hostFactsOf(groups, repository);
    const { facts } = dispatchServices(context, project, objects, namespace);
    return await facts.factsOf({ repository, actor: as });
  };
  return {
    ...{ by: { kind: "User", name: as }, hostOf },
    hostOfRun: async (kind, name) => {
      const run = await objects.store.read(async (reader) => {
        const object = await reader.get<KindOfRun>(kind, { namespace, name });
        return object && (await reader.get(agentDispatchRun, { namespace, name: object.spec.run }));
      });
      return run && (await hostOf(run.spec.repository));
    },
  };
}
