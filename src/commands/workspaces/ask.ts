import { agentAction } from "../../agents/kinds/record/agent-action.ts";
import { agentWorkspace } from "../../agents/kinds/record/agent-workspace.ts";
import type { Resource } from "../../agents/resource/resource.ts";
import { askWorkspaceAction } from "../../agents/workspaces/ask-workspace-action.ts";
import { IdentikitError } from "../../fault/error.ts";
import type { Project } from "../../project/project.ts";
import type { CommandContext } from "../context.ts";
import { hostTokenVariable } from "../options/host-token.ts";
import { accessIdentity, accessPlace, hostFactsOf } from "../places/access.ts";
import { dispatchServices, type OpenObjects } from "../places/dispatch-services.ts";
import type { WorkspacesOptions } from "./workspaces.ts";

/** Asks for the action that the options name, in somebody's name; nothing where they name none. */
export async function askFor(
  context: CommandContext,
  project: Project,
  objects: OpenObjects,
  options: WorkspacesOptions,
): Promise<Resource<typeof agentAction> | undefined> {
  const { name, act: action, text, as = context.env.GITHUB_ACTOR, asGroup } = options;
  if (action === undefined || name === undefined) return undefined;
  if (as === undefined)
    throw new IdentikitError("USAGE", "nobody is named, and this is no CI job with an actor", {
      remedy: "Add --as LOGIN.",
    });
  const { organization: namespace, organizations } = accessPlace(project, options);
  const { groups } = accessIdentity(as, asGroup);
  const { store } = objects;
  const workspace = await store.read((reader) => reader.get(agentWorkspace, { namespace, name }));
  // The forge says who they are; groups that are named take its place where it cannot be asked.
  const factsOf = async (repository: string) => {
    if (asGroup.length > 0 || !context.env[hostTokenVariable]) return hostFactsOf(groups, repository);
    const { facts } = dispatchServices(context, project, objects, namespace);
    return await facts.factsOf({ repository, actor: as });
  };
  const host = workspace && (await factsOf(workspace.spec.repository));
  const by = { kind: "User" as const, name: as };
  const asked = { namespace, name, action, text, by, host, via: "command" as const };
  const { metadata } = await askWorkspaceAction({ store, organizations }, asked, context.clock.now());
  return await store.read((reader) => reader.get(agentAction, metadata));
}
