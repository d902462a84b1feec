import { asFault } from "../../fault/error.ts";
import type { Finding } from "../../fault/finding.ts";
import type { Facts, WorkflowFile } from "../facts.ts";
import { atFile } from "../finding.ts";
import { unverifiedBy, withFact } from "../known.ts";
import { mayMeet } from "../name-overlap.ts";
import type { Rule } from "../rule.ts";
import { type SkippableCheck, skippableChecks } from "../workflow-triggers.ts";

/** No required check is one that a `paths:` filter can skip: such a check waits for ever. */
export const requiredWithoutPaths: Rule = {
  name: "required-without-paths",
  needs: ["required", "workflows"],
  inForce: ({ requiredWithoutPaths: { enabled } }) => enabled,
  judge: ({ host, required, workflows }, settings) => {
    const named = [
      ...settings.requiredWithoutPaths.checks,
      ...(settings.allRequired?.checks ?? []).map(({ name }) => name),
    ];
    // Where the token may not read branch protection, what the settings name is what is required.
    const isTold = "fault" in required && named.length > 0 && required.fault.code !== "HOST_UNREACHABLE";
    const names: Facts["required"] = isTold ? { value: [] } : required;
    return withFact(names, (protectedBy) =>
      withFact(workflows, (files) =>
        files.flatMap((file) => skippableIn(file, host, [...named, ...protectedBy])),
      ),
    );
  },
};

function skippableIn(file: WorkflowFile, host: Facts["host"], required: readonly string[]): Finding[] {
  let checks: SkippableCheck[];
  try {
    checks = skippableChecks(file, host);
  } catch (caught) {
    return [unverifiedBy(asFault(caught))];
  }
  return checks.flatMap(({ name, line, filter }) => {
    const hit = required.find((one) => mayMeet(name, one));
    if (hit === undefined) return [];
    return [
      atFile(file, {
        code: "CHECK_SKIPPABLE",
        line,
        problem: `${filter} can skip the required check ${JSON.stringify(hit)}, which then waits for ever`,
        remedy:
          "Take the filter out, and skip the work inside of the job instead: identikit/actions/detect-changes gives the areas.",
      }),
    ];
  });
}
