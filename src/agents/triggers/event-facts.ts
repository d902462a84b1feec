import type { z } from "zod";
import type { eventSource, forgeTarget } from "../kinds/fields.ts";
import type { SourceRefs } from "../kinds/git-state.ts";

/** The kind of an event, as rules name it. */
export type EventSource = z.output<typeof eventSource>;
/** An object of the forge. */
export type ForgeTarget = z.output<typeof forgeTarget>;

/**
 * An event in one form, whichever forge it comes from and by whichever way. All of it is what the payload says: who may do what, and
 * whether a ref is protected, only the host says ({@link HostFactsSource}).
 */
export interface EventFacts {
  /** The event as the host names it, such as `pull_request`. */
  readonly event: string;
  /** The kind of event; left out for those that no rule can name, such as `ping`. */
  readonly type?: EventSource;
  /** What happened, as the host names it. */
  readonly action?: string;
  /** OWNER/REPO. */
  readonly repository?: string;
  /** The login of who caused it. */
  readonly actor?: string;
  readonly refs: SourceRefs;
  readonly target?: ForgeTarget;
  /** The pushed branch, the target of a pull request, the branch of a workflow run. */
  readonly branch?: string;
  readonly tag?: string;
  /** Of the pull request or issue. */
  readonly number?: number;
  readonly title?: string;
  /** The labels that are set. */
  readonly labels: readonly string[];
  /** The label that was set just now. */
  readonly label?: string;
  /** The text of a comment or review. */
  readonly comment?: string;
  /** A text that somebody changed afterwards. */
  readonly isEdited: boolean;
  readonly workflow?: string;
  readonly job?: string;
  readonly check?: string;
  readonly conclusion?: string;
  /** The cron line of a scheduled CI run. */
  readonly schedule?: string;
  /** The rule of a schedule that the controller found due; no other rule gets the event. */
  readonly scheduledRule?: string;
  readonly isDraft: boolean;
  /** The payload says that the content comes from another repository. The host has the last word. */
  readonly claimsFork: boolean;
  /** The payload says that a bot caused it. */
  readonly claimsBot: boolean;
  /** A branch or tag that is gone, of which nothing can be worked on. */
  readonly isDeleted: boolean;
  /** The paths that have changed, where they are known to be all. */
  readonly paths?: readonly string[];
  readonly url?: string;
  /** The marks in the text that it brings: it may come of a write-back of ours, or anybody may have written that. */
  readonly marks?: readonly string[];
  /** The inputs of a manual start. */
  readonly inputs?: Readonly<Record<string, string>>;
}
