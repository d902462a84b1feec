import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readCiEvent } from "../../../src/agents/triggers/ci-event.ts";
import type { IncomingEvent } from "../../../src/agents/triggers/delivery.ts";
import type { EventFacts } from "../../../src/agents/triggers/event-facts.ts";
import { readForgeEvent } from "../../../src/agents/triggers/forge-event.ts";
import type { SeenDeliveries } from "../../../src/agents/triggers/webhook-request.ts";
import type { RequestHeaders } from "../../../src/agents/triggers/webhook-signature.ts";
import { house } from "../../architecture/rooms.ts";

const directory = join(house, "test/agents/triggers/fixtures/gitea");
/** What the package has: events by name, each with payloads. */
const examples = z
  .array(z.object({ name: z.string(), examples: z.array(z.unknown()) }))
  .parse(
    JSON.parse(
      readFileSync(join(house, "node_modules/@octokit/webhooks-examples/api.github.com/index.json"), "utf8"),
    ),
  );
/** The secret that the webhooks were signed with. */
export const recordedSecret = "a-secret-of-the-fixtures";

/** No delivery has come in before. */
export const nothingSeen: SeenDeliveries = { hasId: async () => false, hasDigest: async () => false };

const side = z.looseObject({ sha: z.string(), ref: z.string() });
const pullRequestEvent = z.looseObject({
  number: z.number(),
  pull_request: z.looseObject({ number: z.number(), head: side, base: side }),
});

const recording = z.object({
  headers: z.record(z.string(), z.string()).optional(),
  env: z.record(z.string(), z.string()).optional(),
  body: z.string(),
});

/** The names of all recordings. */
export const recordings: readonly string[] = readdirSync(directory).map((file) =>
  file.replace(/\.json$/, ""),
);

/** A webhook as Gitea sent it. */
export function webhook(name: string): { readonly headers: RequestHeaders; readonly body: Buffer } {
  const { headers = {}, body } = read(name);
  return { headers, body: Buffer.from(body) };
}

/** The event of a webhook that Gitea sent. */
export function giteaEvent(name: string): EventFacts {
  const { headers = {}, body } = read(name);
  return readForgeEvent(headers["x-gitea-event"] ?? "", JSON.parse(body));
}

/** A CI job's event as Gitea's runner gave it. */
export function ciEvent(name: string, env: Readonly<Record<string, string | undefined>> = {}): IncomingEvent {
  const { env: recorded = {}, body } = read(`ci-${name}`);
  return readCiEvent({ forge: "gitea", env: { ...recorded, ...env }, payload: Buffer.from(body) });
}

/** A pull request's event as Gitea's runner gave it to a job, for a job that is run again elsewhere. */
export function recordedCi(name: string) {
  const { env = {}, body } = read(`ci-${name}`);
  return { env, payload: pullRequestEvent.parse(JSON.parse(body)) };
}

/** The payloads that GitHub publishes of an event. */
export function githubPayloads(event: string): readonly unknown[] {
  const found = examples.find(({ name }) => name === event);
  if (!found) throw new Error(`GitHub has no example of ${event}`);
  return found.examples;
}

/** The events of which GitHub publishes payloads. */
export const githubEvents: readonly string[] = examples.map(({ name }) => name);

/** The first published event of a name with an action. */
export function githubEvent(event: string, action?: string): EventFacts {
  const all = githubPayloads(event).map((payload) => readForgeEvent(event, payload));
  const found = all.find((facts) => action === undefined || facts.action === action);
  if (!found) throw new Error(`GitHub has no example of ${event} ${action}`);
  return found;
}

function read(name: string): z.output<typeof recording> {
  return recording.parse(JSON.parse(readFileSync(join(directory, `${name}.json`), "utf8")));
}
