import type { Finding } from "../fault/finding.ts";
import type { Facts, PullRequest, Review } from "./facts.ts";
import { type Established, unknown, withFact } from "./known.ts";

/** Who of a group approved the head commit, and why others' reviews do not count. */
export interface Approvals {
  readonly by: readonly string[];
  /** One remark a reviewer of the group whose review does not count. */
  readonly remarks: readonly string[];
}

/**
 * The approvals of a group that count: of a member who is neither the author nor a program, given on the head commit, not
 * dismissed, not replaced by a later review of the same person, and not asked for again since.
 */
export function approvalsOf(
  request: PullRequest,
  reviews: readonly Review[],
  members: ReadonlySet<string>,
  head: string,
): Approvals {
  const latest = new Map<string, Review>();
  for (const review of reviews.toSorted((a, b) => a.id - b.id)) {
    // A remark leaves an approval as it is.
    if (review.state === "other") continue;
    latest.set(review.reviewer.login.toLowerCase(), review);
  }
  const by: string[] = [];
  const remarks: string[] = [];
  for (const [login, review] of latest) {
    if (!members.has(login)) continue;
    const why = whyNot(review, login, request, head);
    if (why === undefined) by.push(login);
    else remarks.push(`${login} ${why}`);
  }
  return { by, remarks };
}

function whyNot(review: Review, login: string, request: PullRequest, head: string): string | undefined {
  if (review.state === "asked") return "was asked for a review again";
  if (review.state === "changes-requested") return "requested changes";
  if (review.state === "dismissed") return "approved, and the review was dismissed";
  if (login === request.author.login.toLowerCase()) return "is the author";
  if (review.reviewer.bot) return "is a program";
  if (review.commit !== head)
    return `approved ${review.commit?.slice(0, 12) ?? "a commit that is gone"}, not the head ${head.slice(0, 12)}`;
  if (request.asked.some((asked) => asked.toLowerCase() === login)) return "was asked for a review again";
  return undefined;
}

/** Holds a rule against the approvals of a group; where they are not known, so is the rule. */
export function withApprovals(
  { request, reviews, members, head }: Facts,
  group: string,
  judge: (approvals: Approvals) => readonly Finding[],
): readonly Finding[] {
  const team = members[group] ?? noGroup(group);
  return withFact(request, (pull) =>
    withFact(reviews, (given) => withFact(team, (logins) => judge(approvalsOf(pull, given, logins, head)))),
  );
}

function noGroup(group: string): Established<ReadonlySet<string>> {
  return unknown(`the group ${group} is not in changes.groups`, "Add the group to identikit.yaml.");
}

/** "(alice approved …, not the head …)", or nothing. */
export function remarksText({ remarks }: Approvals): string {
  return remarks.length === 0 ? "no member of the group has reviewed it" : remarks.join("; ");
}
