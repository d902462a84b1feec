import { objectNamed } from "../../admission/grants/grant-world.ts";
import { missingReference, type ReadinessFinding, readinessFinding } from "../readiness-finding.ts";
import type { StackView } from "../stack-parts.ts";
import { clientSeen, unseenRemedy } from "./client-findings.ts";

/** Whether the tool profiles exist; whether the client can be held to them is found with its capabilities. */
export function toolFindings(view: StackView): ReadinessFinding[] {
  const { stack, snapshot, users } = view;
  const type = "ToolsAdmitted";
  const named = users.flatMap(({ object, subagent }) => {
    const name = (subagent ?? stack).spec.toolProfile;
    return name === undefined ? [] : [{ name, object }];
  });
  if (named.length === 0)
    return [
      readinessFinding(
        type,
        "NothingToCheck",
        "it names no tool profile; the client's own rules hold for tools",
      ),
    ];
  const found = named.map(({ name, object }) =>
    objectNamed(snapshot.grants.toolProfiles, name)
      ? readinessFinding(type, "Verified", `agenttoolprofiles/${name} exists`)
      : missingReference(type, `agenttoolprofiles/${name}`, object),
  );
  if (clientSeen(view)) return found;
  return [
    ...found,
    readinessFinding(
      type,
      "ClientNotSeen",
      "nobody has seen whether the client can be held to its tool profile",
      unseenRemedy(view),
    ),
  ];
}
