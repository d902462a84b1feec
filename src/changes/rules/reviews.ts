import type { Finding } from "../../fault/finding.ts";
import type { ChangesSettings } from "../../project/changes-schema.ts";
import { remarksText, withApprovals } from "../approvals.ts";
import type { Facts } from "../facts.ts";
import { withFact } from "../known.ts";
import { touches } from "../path-pattern.ts";
import type { Rule } from "../rule.ts";
import { missingApproval } from "./reserved-paths.ts";

type Wanted = ChangesSettings["reviews"][number];

/** Groups approved the head commit: always, or where some paths change or the pull request has a label. */
export const reviews: Rule = {
  name: "reviews",
  needs: ["diff", "reviews"],
  inForce: ({ reviews: wanted }) => wanted.length > 0,
  judge: (facts, { reviews: wanted }) => wanted.flatMap((one) => [...findingsOf(facts, one)]),
};

function findingsOf(facts: Facts, wanted: Wanted): readonly Finding[] {
  if (wanted.paths === undefined && wanted.labels === undefined) return asked(facts, wanted, "always");
  const byPath = withFact(facts.diff, ({ files }) => {
    const hit = files.find((file) => wanted.paths?.some((pattern) => touches(pattern, file)));
    return hit ? asked(facts, wanted, `for ${JSON.stringify(hit.path)}`) : [];
  });
  if (wanted.paths !== undefined && byPath.length > 0) return byPath;
  return withFact(facts.request, ({ labels }) => {
    const label = labels.find((one) => wanted.labels?.includes(one));
    return label === undefined ? [] : asked(facts, wanted, `for the label ${JSON.stringify(label)}`);
  });
}

function asked(facts: Facts, { group, approvals: count }: Wanted, why: string): readonly Finding[] {
  return withApprovals(facts, group, (approvals) =>
    approvals.by.length >= count
      ? []
      : [missingApproval({ group, wanted: count, given: approvals.by.length, why }, remarksText(approvals))],
  );
}
