import { approvalReviews } from "./approval-reviews.ts";
import { findingReviews } from "./finding-reviews.ts";
import { objectReviews } from "./object-reviews.ts";
import type { ReviewedAction } from "./reviewed-action.ts";
import { runReviews } from "./run-reviews.ts";
import { workItemReviews } from "./work-item-reviews.ts";
import { workspaceReviews } from "./workspace-reviews.ts";

/** Every action of the console that changes something, with what is said of it before. */
export const allReviews: readonly ReviewedAction[] = [
  ...runReviews,
  ...approvalReviews,
  ...findingReviews,
  ...workspaceReviews,
  ...workItemReviews,
  ...objectReviews,
];

/** @returns nothing for what is no action, or none of such objects */
export function reviewOf(action: string, plural: string): ReviewedAction | undefined {
  return allReviews.find(
    (one) => one.action === action && (one.kinds?.some((kind) => kind.plural === plural) ?? true),
  );
}
