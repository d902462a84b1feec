import { agentAction } from "../../agents/kinds/record/agent-action.ts";
import { agentWorkspace } from "../../agents/kinds/record/agent-workspace.ts";
import type { Resource } from "../../agents/resource/resource.ts";
import { askWorkspaceAction } from "../../agents/workspaces/ask-workspace-action.ts";
import type { Project } from "../../project/project.ts";
import type { CommandContext } from "../context.ts";
import { accessPlace } from "../places/access.ts";
import { askingPerson } from "../places/asking-person.ts";
import type { OpenObjects } from "../places/dispatch-services.ts";
import { machineName } from "../places/workspace-hands.ts";
import type { WorkspacesOptions } from "./workspaces.ts";

/** Asks for the action that the options name, in somebody's name; nothing where they name none. */
export async function askFor(
  context: CommandContext,
  project: Project,
  objects: OpenObjects,
  options: WorkspacesOptions,
): Promise<Resource<typeof agentAction> | undefined> {
  const { name, act: action, text, host: root } = options;
  if (action === undefined || name === undefined) return undefined;
  const { organization: namespace, organizations } = accessPlace(project, options);
  const { by, hostOf } = askingPerson(context, project, objects, { ...options, namespace });
  const { store } = objects;
  const workspace = await store.read((reader) => reader.get(agentWorkspace, { namespace, name }));
  const host = workspace && (await hostOf(workspace.spec.repository));
  // Who recovers it on this machine wants it here, also where it was another one's before.
  const machine = action === "recover" && root !== undefined ? machineName(options) : undefined;
  const asked = { namespace, name, action, text, machine, by, host, via: "command" as const };
  const { metadata } = await askWorkspaceAction({ store, organizations }, asked, context.clock.now());
  return await store.read((reader) => reader.get(agentAction, metadata));
}
