import type { OutboxRequest } from "../../../agents/outbox/outbox-request.ts";
import type { ShownDifferences } from "../../../agents/run-bundle/patch-differences.ts";
import type { RunBundle } from "../../../agents/run-bundle/run-bundle.ts";
import type { RunEvent } from "../../../agents/run-bundle/run-event.ts";
import type { TreePatch } from "../../../agents/run-bundle/tree-patch.ts";
import type { Ticket } from "../../../agents/tickets/ticket.ts";

/** What a ticket says that people want to know: no prompt, no values, no key. */
export type ShownTicket = Pick<
  Ticket,
  | "iss"
  | "iat"
  | "exp"
  | "again"
  | "sourceRefs"
  | "taskKind"
  | "trustTier"
  | "serviceAccount"
  | "permission"
  | "budget"
  | "writeBack"
  | "secrets"
> & {
  readonly stack: Pick<Ticket["stack"], "name" | "generation" | "digest">;
  readonly context: Pick<Ticket["context"], "bundle" | "digest"> & { readonly bytes: number };
  /** The configs that the agent got, by name. */
  readonly configs: readonly string[];
  readonly leftOut: readonly string[];
};

/** Everything that the report of a run shows. It is what the run bundle and the ticket say; nothing of it is a secret's value. */
export interface RunReportData {
  readonly writtenAt: string;
  readonly run: RunBundle;
  readonly ticket: ShownTicket;
  readonly events: readonly RunEvent[];
  /** Whether the events are not all that there were. */
  readonly eventsTruncated: boolean;
  readonly changes: TreePatch["changes"];
  /** What changed in them, line by line, as far as it can be shown. */
  readonly differences: ShownDifferences;
  /** What the agent asks for; each is decided where the bundle is taken in. */
  readonly requests: readonly OutboxRequest[];
  /** The bundle's file, for people. */
  readonly bundle: string;
}

/** How much of each list and text a report shows, so that it stays within its size. */
export interface ReportRoom {
  readonly events: number;
  /** Characters of one text. */
  readonly text: number;
  /** Entries of every other list. */
  readonly entries: number;
  /** Lines of all differences. */
  readonly lines: number;
}
