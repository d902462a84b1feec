import type { DocumentPath } from "../../document/document.ts";
import { asFault } from "../../fault/error.ts";
import { agentTriggerRule } from "../kinds/config/agent-trigger-rule.ts";
import { checkRuleText } from "../triggers/rule-text.ts";
import { Schedule } from "../triggers/schedule.ts";
import { type AgentManifest, type ManifestProblem, problemAt } from "./manifest-set.ts";

/** Texts of rules that would need logic, and schedules that cannot be read. */
export function checkRules(manifests: readonly AgentManifest[]): readonly ManifestProblem[] {
  return manifests
    .filter(({ kind }) => kind.kind === agentTriggerRule.kind)
    .flatMap(({ declared, document }) => {
      const { prompt, schedule } = agentTriggerRule.spec.parse(declared.spec);
      const at = (code: "TEMPLATE_LOGIC" | "SCHEDULE_INVALID", path: DocumentPath, check: () => unknown) => {
        const fault = faultOf(check);
        return fault ? [problemAt(document, path, { code, ...fault })] : [];
      };
      return [
        ...(prompt === undefined
          ? []
          : at("TEMPLATE_LOGIC", ["spec", "prompt"], () => checkRuleText(prompt))),
        ...(schedule === undefined
          ? []
          : at("SCHEDULE_INVALID", ["spec", "schedule"], () => Schedule.parse(schedule))),
      ];
    });
}

function faultOf(check: () => unknown): Pick<ManifestProblem, "problem" | "remedy"> | undefined {
  try {
    check();
    return undefined;
  } catch (caught) {
    const { message, remedy } = asFault(caught);
    return { problem: message, remedy };
  }
}
