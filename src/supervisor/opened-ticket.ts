import type { LaunchSession } from "../adapters/launch.ts";
import type { SealedContent } from "../agents/tickets/sealed-content.ts";
import type { Ticket } from "../agents/tickets/ticket.ts";

/** A ticket that was opened, with what was sealed in it. */
export interface OpenedTicket {
  readonly ticket: Ticket;
  readonly content: SealedContent;
  /** The pool's secret key, for which the session is sealed again. */
  readonly poolIdentity: string;
  /** The task, where it is another one than the ticket's context says. */
  readonly prompt?: string | undefined;
  /** The session that the attempt goes on with. */
  readonly session?:
    | { readonly launch: LaunchSession; readonly lay: (envDirectory: string) => readonly string[] }
    | undefined;
}
