import { canonicalJson } from "../../document/canonical-json.ts";
import { digestOf } from "../../tree/digest.ts";
import { type OutboxRequest, outboxLimit, outboxRequest } from "../outbox/outbox-request.ts";

/** A request of an agent, and what tells it from others of its run. */
export interface AskedRequest {
  readonly request: OutboxRequest;
  /** The agent's own name for it, else the digest of its content: the same key asks for the same thing. */
  readonly key: string;
  /** Of all that it says. */
  readonly digest: string;
}

/** A line that asks for nothing, and why. */
export interface RefusedLine {
  /** 1-based. */
  readonly line: number;
  readonly reason: string;
}

export interface Outbox {
  readonly requests: readonly AskedRequest[];
  readonly refused: readonly RefusedLine[];
}

/**
 * The requests of an outbox, a line of JSON each. What a line says is the agent's: one that is malformed is told and passed over, as are
 * those after the thousandth. A request that says the same as one before is that one; another content under the same name is refused.
 */
export function readOutbox(text: string): Outbox {
  const requests = new Map<string, AskedRequest>();
  const refused: RefusedLine[] = [];
  const lines = text
    .split("\n")
    .flatMap((line, at) => (line.trim() === "" ? [] : [{ line, number: at + 1 }]));
  for (const { line, number } of lines.slice(0, outboxLimit)) {
    const asked = askedIn(line);
    if ("reason" in asked) refused.push({ line: number, reason: asked.reason });
    else {
      const before = requests.get(asked.key);
      if (!before) requests.set(asked.key, asked);
      else if (before.digest !== asked.digest)
        refused.push({ line: number, reason: `another request is called ${asked.key} as well` });
    }
  }
  const after = lines[outboxLimit];
  if (after) refused.push({ line: after.number, reason: `only ${outboxLimit} requests are read` });
  return { requests: [...requests.values()], refused };
}

function askedIn(line: string): AskedRequest | { readonly reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { reason: "it is not JSON" };
  }
  const result = outboxRequest.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    return { reason: `${issue?.path.map(String).join(".") || "request"}: ${issue?.message}`.slice(0, 500) };
  }
  return askedRequest(result.data);
}

/** A request as it counts, whoever makes it. */
export function askedRequest(request: OutboxRequest): AskedRequest {
  const digest = digestOf(canonicalJson(request));
  return { request, key: request.id ?? digest, digest };
}
