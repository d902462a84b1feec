import type { z } from "zod";
import { canonicalJson } from "../../document/canonical-json.ts";
import { digestOf } from "../../tree/digest.ts";
import { type OutboxRequest, outboxLimit, outboxRequest } from "./outbox-request.ts";

/** A request, and what tells it from others of its run. */
export interface AskedRequest {
  readonly request: OutboxRequest;
  /** The asker's own name for it, else the digest of its content: the same key asks for the same thing. */
  readonly key: string;
  /** Of all that it says. */
  readonly digest: string;
}

/** A request as it counts, whoever makes it. */
export function askedRequest(request: OutboxRequest): AskedRequest {
  const digest = digestOf(canonicalJson(request));
  return { request, key: request.id ?? digest, digest };
}

/** What a line of an outbox comes to: a request, a problem in words that may show parts of the line, or nothing new. */
export type OutboxLine =
  | { readonly asked: AskedRequest }
  | { readonly problem: string; readonly isLast?: boolean }
  | undefined;

/**
 * The lines of one outbox, one after the other. What a line says is the agent's: one that is malformed is told and passed over. The same
 * thing asked for twice is asked for once; another thing by the same name is a mistake, and the first one counts.
 */
export class OutboxLines {
  readonly #asked = new Map<string, { readonly line: number; readonly digest: string }>();

  /** @param line 1-based */
  take(line: number, text: string): OutboxLine {
    if (text.trim() === "") return undefined;
    const read = outboxRequest.safeParse(parsed(text));
    if (!read.success) return { problem: problemOf(read.error) };
    const asked = askedRequest(read.data);
    const before = this.#asked.get(asked.key);
    if (before?.digest === asked.digest) return undefined;
    if (before)
      return {
        problem: `the id ${asked.key} is that of another request, on line ${before.line}, which counts`,
      };
    if (this.#asked.size >= outboxLimit)
      return {
        problem: `there are more than ${outboxLimit} requests: this and what follows is not read`,
        isLast: true,
      };
    this.#asked.set(asked.key, { line, digest: asked.digest });
    return { asked };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problemOf({ issues: [issue] }: z.ZodError): string {
  const place = issue?.path.join(".") ?? "";
  if (place === "" && issue?.code === "invalid_type") return "the line is not one JSON object";
  return `${place === "" ? "" : `${place}: `}${issue?.message ?? "it is no request"}`.slice(0, 500);
}
