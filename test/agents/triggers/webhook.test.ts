import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { deliverySpec } from "../../../src/agents/triggers/delivery.ts";
import { replayDelivery } from "../../../src/agents/triggers/replay.ts";
import { mostWebhookBytes, readWebhook } from "../../../src/agents/triggers/webhook-request.ts";
import type { RequestHeaders } from "../../../src/agents/triggers/webhook-signature.ts";
import { giteaEvent, githubPayloads, nothingSeen, recordedSecret, recordings, webhook } from "./recorded.ts";

const options = { secrets: [recordedSecret], seen: nothingSeen };
const withCode = (code: string) => expect.objectContaining({ code });

/** A webhook as GitHub signs it. */
function signed(
  event: string,
  body: string,
  secret = recordedSecret,
): { headers: RequestHeaders; body: Buffer } {
  const signature = `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
  const headers = {
    "x-github-event": event,
    "x-github-delivery": "72d3162e-cc78-11e3",
    "x-hub-signature-256": signature,
  };
  return { headers, body: Buffer.from(body) };
}

test("every webhook that Gitea sent is verified over its bytes and read", async () => {
  for (const name of recordings.filter((one) => !one.startsWith("ci-"))) {
    const { headers, body } = webhook(name);
    const incoming = await readWebhook(headers, body, options);
    expect(incoming).toMatchObject({
      source: "webhook",
      forge: "gitea",
      deliveryId: headers["x-gitea-delivery"],
    });
    expect(incoming.facts).toEqual(giteaEvent(name));
  }
});

test("GitHub's own example of a signature holds", async () => {
  // https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries, "Testing the webhook payload validation"
  const { headers, body } = signed("ping", "Hello, World!", "It's a Secret to Everybody");
  expect(headers["x-hub-signature-256"]).toBe(
    "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
  );
  await expect(
    readWebhook(headers, body, { ...options, secrets: ["It's a Secret to Everybody"] }),
  ).rejects.toThrow(withCode("DOCUMENT_INVALID"));
});

test("a byte more, another secret, no secret and no signature are refused", async () => {
  const { headers, body } = webhook("push");
  const refused = (given: RequestHeaders, bytes: Buffer, secrets: readonly string[]) =>
    expect(readWebhook(given, bytes, { ...options, secrets })).rejects.toThrow(withCode("WEBHOOK_FORGED"));
  await refused(headers, Buffer.concat([body, Buffer.from(" ")]), [recordedSecret]);
  await refused(headers, body, ["another"]);
  await refused(headers, body, []);
  const { "x-hub-signature-256": _, "x-gitea-signature": __, ...unsigned } = headers;
  await refused(unsigned, body, [recordedSecret]);
  const byNobody = createHmac("sha256", "").update(body).digest("hex");
  await refused({ ...unsigned, "x-gitea-signature": byNobody }, body, [""]);
  await refused({ ...headers, "x-gitea-signature": "0".repeat(64) }, body, [recordedSecret]);
  await refused({ ...headers, "x-hub-signature-256": ["a", "b"] }, body, [recordedSecret]);
});

test("while a secret is replaced, both count", async () => {
  const { headers, body } = webhook("push");
  const incoming = await readWebhook(headers, body, { ...options, secrets: ["the new one", recordedSecret] });
  expect(incoming.facts.type).toBe("push");
});

test("a delivery that came in before is refused, under its own ID and under another", async () => {
  const { headers, body } = webhook("push");
  const { deliveryId, digest } = await readWebhook(headers, body, options);
  const seen = {
    hasId: async (id: string) => id === deliveryId,
    hasDigest: async (one: string) => one === digest,
  };
  await expect(readWebhook(headers, body, { ...options, seen })).rejects.toThrow(
    withCode("WEBHOOK_REPLAYED"),
  );
  const renamed = { ...headers, "x-gitea-delivery": "11111111-2222" };
  await expect(readWebhook(renamed, body, { ...options, seen })).rejects.toThrow(
    withCode("WEBHOOK_REPLAYED"),
  );
});

test("of a body without a right signature nothing is read, and one that is too large is not even signed", async () => {
  const nonsense = { ...signed("push", "{}"), body: Buffer.from("{") };
  await expect(readWebhook(nonsense.headers, nonsense.body, options)).rejects.toThrow(
    withCode("WEBHOOK_FORGED"),
  );
  const large = Buffer.alloc(mostWebhookBytes + 1);
  await expect(readWebhook({}, large, options)).rejects.toThrow(withCode("WEBHOOK_TOO_LARGE"));
});

test.each([
  ["a key that stands twice", '{"ref":"refs/heads/main","ref":"refs/heads/evil"}'],
  ["the prototype as a key", '{"__proto__":{"action":"opened"}}'],
  ["bytes that are not JSON", "payload=%7B%7D"],
  ["a nest without end", "[".repeat(5000)],
])("%s is no webhook, however well it is signed", async (_, text) => {
  const { headers, body } = signed("push", text);
  await expect(readWebhook(headers, body, options)).rejects.toThrow(withCode("DOCUMENT_INVALID"));
});

test("an event or ID that is none is refused", async () => {
  const { headers, body } = signed("push", "{}");
  for (const odd of [
    { "x-github-event": "a b" },
    { "x-github-delivery": "../x" },
    { "x-github-delivery": undefined },
  ])
    await expect(readWebhook({ ...headers, ...odd }, body, options)).rejects.toThrow(
      withCode("EVENT_INVALID"),
    );
});

test("what is stored has no credentials, and a replay is a delivery of its own", async () => {
  const token = `ghp_${"a1B2".repeat(9)}`;
  const payload = JSON.stringify({
    ...Object(githubPayloads("issue_comment")[0]),
    hook: { secret: "s3cret", note: `use ${token}` },
  });
  const { headers, body } = signed("issue_comment", payload);
  const stored = deliverySpec(await readWebhook(headers, body, options), "2026-11-22T01:00:00Z");
  expect(JSON.stringify(stored)).not.toContain(token);
  expect(JSON.stringify(stored)).not.toContain("s3cret");
  const again = replayDelivery({ name: "d-1", spec: stored, now: "2026-11-22T02:00:00Z", request: "r1" });
  expect(again).toMatchObject({ replayOf: "d-1", digest: stored.digest, payload: stored.payload });
  expect(again.deliveryId).not.toBe(stored.deliveryId);
});
