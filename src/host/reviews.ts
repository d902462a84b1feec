import { z } from "zod";
import type { Review } from "../changes/facts.ts";
import type { HostApi } from "./api.ts";
import { readRows } from "./host-read.ts";
import { hostAccount, timeOf, userSchema } from "./pull-requests.ts";

const reviewSchema = z.looseObject({
  id: z.number(),
  user: userSchema.nullish(),
  state: z.string(),
  commit_id: z.string().nullish(),
  submitted_at: z.string().nullish(),
  // Gitea alone: a review keeps its state when it is dismissed, or when the head moves on.
  dismissed: z.boolean().nullish(),
  stale: z.boolean().nullish(),
});

/** GitHub's words, then those of Gitea; a word that is not known approves nothing and replaces an approval. */
const states: Readonly<Record<string, Review["state"]>> = {
  APPROVED: "approved",
  CHANGES_REQUESTED: "changes-requested",
  DISMISSED: "dismissed",
  COMMENTED: "other",
  PENDING: "other",
  REQUEST_CHANGES: "changes-requested",
  COMMENT: "other",
  REQUEST_REVIEW: "asked",
};

/**
 * The reviews of a pull request, on all pages.
 * @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED`
 */
export async function readReviews(api: HostApi, number: number): Promise<Review[]> {
  const rows = await readRows(api, {
    attempt: `read the reviews of #${number}`,
    url: `pulls/${number}/reviews`,
    schema: reviewSchema,
  });
  // A request that a team was sent names no user: it takes nobody's approval back.
  return rows.flatMap((row) => (row.user ? [reviewFrom(row)] : []));
}

function reviewFrom(row: z.output<typeof reviewSchema>): Review {
  const said = states[row.state.toUpperCase()] ?? "changes-requested";
  const state = row.dismissed && said !== "asked" ? "dismissed" : said;
  return {
    id: row.id,
    reviewer: hostAccount(row.user),
    state,
    commit: row.stale ? undefined : (row.commit_id ?? undefined),
    at: timeOf(row.submitted_at),
  };
}
