import type { Approver } from "../../agents/approvals/may-decide.ts";
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
}

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
  return {
    by: { kind: "User", name: as },
    hostOf: async (repository) => {
      if (asGroup.length > 0 || !context.env[hostTokenVariable]) return hostFactsOf(groups, repository);
      const { facts } = dispatchServices(context, project, objects, namespace);
      return await facts.factsOf({ repository, actor: as });
    },
  };
}
