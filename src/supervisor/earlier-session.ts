import { randomUUID } from "node:crypto";
import { transcriptContext } from "../adapters/sessions/transcript.ts";
import { openSession } from "../agents/run-bundle/sealed-session.ts";
import type { Ticket } from "../agents/tickets/ticket.ts";
import type { OpenedTicket } from "./opened-ticket.ts";
import { laySession } from "./session-files.ts";

const goOn = "Go on with your work. What you asked a person for has been answered.";

/**
 * What an attempt goes on with: the session of an earlier one, where its client has left one, else what was said in it, as data.
 * @param identity the pool's secret key
 * @throws {IdentikitError} `SESSION_INVALID`
 */
export async function earlierSession(
  { again, earlier, context, trustTier }: Ticket,
  identity: string,
): Promise<Pick<OpenedTicket, "session" | "prompt">> {
  if (!again || again.reason === "retry") return {};
  const { reason, previous, message } = again;
  const said = message ?? goOn;
  if (earlier?.session !== undefined) {
    const files = await openSession(Buffer.from(earlier.session, "base64"), identity);
    const { sessionId } = files;
    const launch =
      reason === "fork"
        ? ({ kind: "fork", from: sessionId, sessionId: randomUUID() } as const)
        : ({ kind: "resume", sessionId } as const);
    return { session: { launch, lay: (directory) => laySession(files, directory) }, prompt: said };
  }
  const transcript = Buffer.from(earlier?.transcript ?? "", "base64").toString("utf8");
  if (transcript === "") return { prompt: `${context.text}\n\n${said}` };
  const trust = trustTier === "untrusted" ? "stranger" : "data";
  return {
    prompt: `${context.text}\n\n${said}\n\n${transcriptContext(transcript, { name: previous, trust })}`,
  };
}
