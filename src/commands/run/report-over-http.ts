import { reportAnswer, type SendReport } from "../../agents/run-bundle/attempt-report.ts";
import type { SealedContent } from "../../agents/tickets/sealed-content.ts";
import { IdentikitError } from "../../fault/error.ts";
import { readWhole } from "../../http/body.ts";
import type { HttpClient } from "../../http/http-client.ts";
import { messageBody } from "../../http/message.ts";

/** Bytes of an answer, at most. */
const longestAnswer = 4 * 1024 * 1024;

/** What a server says where nothing of an attempt counts that goes on. */
const ends = ["ATTEMPT_UNKNOWN", "EVENT_CONFLICT"] as const;

/** Reports to the `identikit serve` that a ticket names, with its token. */
export function reportOverHttp(
  client: HttpClient,
  { url, token }: NonNullable<SealedContent["reports"]>,
): SendReport {
  return async (report, signal) => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const body = messageBody(Buffer.from(JSON.stringify(report)));
    const answer = await client.send({ method: "POST", url: new URL(url), headers, body }, signal);
    const text = (await readWhole({ body: answer.body }, longestAnswer)).toString("utf8");
    if (answer.status === 200) return reportAnswer.parse(JSON.parse(text));
    // What the server says of a report it says of the next one as well, unless it only cannot just now.
    const isLater = answer.status >= 500 || answer.status === 429;
    const over = answer.status === 409 && ends.find((code) => text.includes(`"${code}"`));
    throw new IdentikitError(over || "HOST_DENIED", `${new URL(url).host} answered ${answer.status}`, {
      remedy: "Look at the log of identikit serve; the run bundle brings everything.",
      retry: isLater ? { kind: "later" } : { kind: "never" },
    });
  };
}
