import { isGroupName } from "../../agents/admission/access/named-identity.ts";
import { type ReviewedBinding, reviewAccess } from "../../agents/admission/access/review.ts";
import { openProject } from "../../project/project.ts";
import { count } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import { accessIdentity, accessPlace, accessState } from "../places/access.ts";
import { asOutput, type CommandResult } from "../result.ts";
import type { AccessReviewOptions } from "./access-review.ts";

export async function run(context: CommandContext, options: AccessReviewOptions): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  const place = accessPlace(project, options);
  const { organization, repository } = place;
  const isGroup = isGroupName(options.who);
  const who = accessIdentity(
    isGroup ? undefined : options.who,
    isGroup ? [options.who, ...options.asGroup] : options.asGroup,
  );
  const state = await accessState(context, project, options, place);
  const bindings = reviewAccess(state, who, { namespace: organization, repository });
  const where = repository === undefined ? organization : `${organization}, ${repository}`;
  return {
    outputs: {
      who: asOutput(who),
      organization,
      repository,
      bindings: asOutput(bindings),
    },
    details: bindings.flatMap(bindingLines),
    account: [
      bindings.length === 0
        ? `nothing gives ${options.who} a right in ${where}`
        : `${options.who}: ${count(bindings.length, "binding")} in ${where}`,
    ],
    ...(repository === undefined
      ? { closing: ["rights in single repositories are shown with --repository OWNER/REPO"] }
      : {}),
  };
}

function bindingLines({
  binding,
  role,
  subject,
  scope,
  implied,
  rules,
  dangling,
}: ReviewedBinding): string[] {
  const marks = [
    ...(implied ? ["follows from the forge's permissions"] : []),
    ...(dangling ? ["gives nothing: there is no such role, or it is empty"] : []),
  ];
  const behind = marks.length === 0 ? "" : ` (${marks.join("; ")})`;
  return [
    `${binding} gives ${role} to ${subject}, in ${scope}${behind}`,
    ...rules.map((rule) => `  ${rule}`),
  ];
}
