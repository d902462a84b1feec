import type { KeyObject } from "node:crypto";
import { IdentikitError } from "../../fault/error.ts";
import { type Ticket, ticketSchema } from "./ticket.ts";
import { keyIdOf, type TicketKey } from "./ticket-key.ts";

const type = "identikit-ticket+jwt";
/** Seconds by which the clocks of a runner and of the database may differ. */
const clockSkew = 60;

/** A ticket as a JWS in its compact form (RFC 7515), signed with Ed25519 (RFC 8037). */
export async function signTicket(ticket: Ticket, key: TicketKey): Promise<string> {
  // Everything that neither writes nor opens a ticket does without it.
  const { CompactSign } = await import("jose");
  return await new CompactSign(Buffer.from(JSON.stringify(ticketSchema.parse(ticket))))
    .setProtectedHeader({ alg: "EdDSA", typ: type, kid: key.id })
    .sign(key.privateKey);
}

/** What a runner demands of a ticket. */
export interface TicketDemand {
  /** The keys that may have signed it. */
  readonly keys: readonly KeyObject[];
  /** The runner's own pool. */
  readonly pool: string;
  readonly now: Date;
}

/**
 * The ticket that a runner was given, if it is real, for its pool, and still counts.
 * @throws {IdentikitError} `TICKET_INVALID`, `TICKET_EXPIRED`
 */
export async function openTicket(jws: string, { keys, pool, now }: TicketDemand): Promise<Ticket> {
  const payload = await verified(jws, keys);
  const result = ticketSchema.safeParse(parsed(payload));
  if (!result.success) throw forged("its content is not that of a ticket");
  const ticket = result.data;
  if (ticket.aud !== pool) throw forged(`it is for the runner pool ${ticket.aud}, and this is ${pool}`);
  const seconds = now.getTime() / 1000;
  if (ticket.iat > seconds + clockSkew) throw forged("it was written in the future");
  if (ticket.exp + clockSkew >= seconds) return ticket;
  throw new IdentikitError(
    "TICKET_EXPIRED",
    `the ticket of ${ticket.attempt} counted until ${moment(ticket.exp)}`,
    {
      remedy: "Launch the run again: identikit dispatch --run RUN.",
    },
  );
}

async function verified(jws: string, keys: readonly KeyObject[]): Promise<Uint8Array> {
  // Everything that neither writes nor opens a ticket does without it.
  const { compactVerify, decodeProtectedHeader } = await import("jose");
  const header = (() => {
    try {
      return decodeProtectedHeader(jws);
    } catch {
      throw forged("it is not a JWS");
    }
  })();
  const key = keys.find((each) => keyIdOf(each) === header.kid);
  if (!key) throw forged("it is signed with a key that this runner does not trust");
  if (header.typ !== type) throw forged("it is a JWS of another type");
  try {
    // The one algorithm that counts, whatever the header says.
    return (await compactVerify(jws, key, { algorithms: ["EdDSA"] })).payload;
  } catch {
    throw forged("its signature is wrong");
  }
}

function parsed(payload: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(payload).toString("utf8"));
  } catch {
    return undefined;
  }
}

function moment(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

function forged(why: string): IdentikitError {
  return new IdentikitError("TICKET_INVALID", `the ticket does not count: ${why}`, {
    remedy: "Use the ticket that dispatch-agent wrote for this run and pool, unchanged.",
  });
}
