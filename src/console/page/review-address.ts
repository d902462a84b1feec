import { addressOf, withQuery } from "./address.ts";

/** What an action is to be done to. */
export interface ReviewTarget {
  /** The plural of the target's kind. */
  readonly kind: string;
  /** The target's name; left out for what is new. */
  readonly name?: string | undefined;
  /** What the form begins with, by the names of its fields. */
  readonly [field: string]: string | undefined;
}

/** The page on which an action is reviewed before it is done. */
export function reviewAddress(organization: string, action: string, target: ReviewTarget): string {
  return withQuery(addressOf(organization, "review", action), target);
}
