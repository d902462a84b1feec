import type { SourceDocument } from "../../document/document.ts";
import { isRecord } from "../../fault/thrown.ts";
import { ProblemList } from "./problem.ts";

/** The members of `settings.json` whose own members are settings, each by itself. */
const groups = ["permissions", "hooks", "env"] as const;
const single = ["model", "outputStyle"] as const;
const known = ["$schema", ...groups, ...single];

/**
 * The settings of a template's `settings.json`, by their paths: `model`, `permissions.allow`, `hooks.PreToolUse`, `env.NAME`. What else
 * the file holds is not the template's to decide (plugins and marketplaces are the repository's) and is reported.
 */
export function checkSettings(
  document: SourceDocument,
): { readonly settings: ReadonlyMap<string, unknown> } & Pick<ProblemList, "problems"> {
  const list = new ProblemList();
  const settings = new Map<string, unknown>();
  const { value } = document;
  const wrong = (path: readonly string[], problem: string) =>
    list.at(document, path, {
      code: "TEMPLATE_VALUE_INVALID",
      severity: "error",
      problem,
      remedy: "Fix this value in the template.",
    });
  if (!isRecord(value)) {
    wrong([], "must be an object");
    return { settings, problems: list.problems };
  }
  for (const [key, member] of Object.entries(value)) {
    if (single.some((one) => one === key)) settings.set(key, member);
    else if (!groups.some((one) => one === key)) {
      if (key !== "$schema")
        list.at(document, [key], {
          code: "TEMPLATE_KEY_UNKNOWN",
          severity: "warning",
          problem: `${JSON.stringify(key)} does not come from a template and has no effect`,
          allowed: known,
          given: key,
          remedy:
            "Remove it; plugins belong into agents.json, marketplaces into config/marketplaces-builtin.json.",
        });
    } else if (!isRecord(member)) wrong([key], "must be an object");
    else for (const [name, setting] of Object.entries(member)) settings.set(`${key}.${name}`, setting);
  }
  return { settings, problems: list.problems };
}
