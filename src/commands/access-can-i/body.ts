import { canI, parseAsk } from "../../agents/admission/access/can-i.ts";
import { apiGroup } from "../../agents/resource/resource.ts";
import { IdentikitError } from "../../fault/error.ts";
import { openProject } from "../../project/project.ts";
import type { CommandContext } from "../context.ts";
import { accessIdentity, accessPlace, accessState, askedTarget } from "../places/access.ts";
import { asOutput, type CommandResult } from "../result.ts";
import type { AccessCanIOptions } from "./access-can-i.ts";

export async function run(context: CommandContext, options: AccessCanIOptions): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  const place = accessPlace(project, options);
  const { organization, repository } = place;
  const who = askingIdentity(context, options);
  const target = targetOf(options);
  const { verb, subresource } = options;
  const asked = parseAsk(verb, target, { namespace: organization, apiGroup, subresource, repository });
  const state = await accessState(context, project, options, place);
  const { message, ...answer } = canI(state, who, asked);
  return {
    outputs: { ...answer, message, who: asOutput(who), asked: asOutput(asked) },
    account: [message],
    holds: answer.allowed,
  };
}

function askingIdentity({ env }: CommandContext, { as, asGroup }: AccessCanIOptions) {
  const name = as ?? (asGroup.length === 0 ? env.GITHUB_ACTOR : undefined);
  if (name === undefined && asGroup.length === 0)
    throw new IdentikitError("USAGE", "nobody is named, and this is no CI job with an actor", {
      remedy: "Add --as LOGIN, or --as-group for whoever is in a group.",
    });
  return accessIdentity(name, asGroup);
}

function targetOf({ resource, name }: AccessCanIOptions): string {
  const target = askedTarget(resource);
  if (name === undefined) return target;
  if (!target.includes("/")) return `${target}/${name}`;
  throw new IdentikitError("USAGE", `${resource} and ${name} both name an object`, {
    remedy: "Leave one of them out; a path such as /metrics has no object.",
  });
}
