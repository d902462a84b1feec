import { createHmac, timingSafeEqual } from "node:crypto";
import { IdentikitError } from "../../fault/error.ts";

/** Headers as servers give them: names in lower case. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The headers that carry a hexadecimal HMAC-SHA256 of the body, and what stands before it. */
const signatureHeaders = [
  { name: "x-hub-signature-256", prefix: "sha256=" },
  { name: "x-gitea-signature", prefix: "" },
  { name: "x-forgejo-signature", prefix: "" },
] as const;

/**
 * Whether somebody who has one of the secrets sent exactly these bytes: GitHub's `X-Hub-Signature-256`
 * (https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries), Gitea's `X-Gitea-Signature` and its hub header.
 * Every signature that is there has to be right, of one and the same secret. Each comparison takes the same time wherever it fails.
 * @param secrets the secrets in force; two while one is replaced by the other
 * @throws {IdentikitError} `WEBHOOK_FORGED`
 */
export function verifySignature(headers: RequestHeaders, body: Uint8Array, secrets: readonly string[]): void {
  const given = signatureHeaders.flatMap(({ name, prefix }) => {
    const value = headers[name];
    return value === undefined ? [] : [{ name, digest: digestIn(name, value, prefix) }];
  });
  if (given.length === 0) throw forged("has no X-Hub-Signature-256 or X-Gitea-Signature");
  let holds = false;
  for (const secret of secrets) {
    // An empty secret would make everybody's signature right.
    if (secret === "") continue;
    const expected = createHmac("sha256", secret).update(body).digest();
    const matches = given.map(({ digest }) => timingSafeEqual(digest, expected));
    holds = matches.every(Boolean) || holds;
  }
  if (!holds)
    throw forged(`has a signature in ${given.map(({ name }) => name).join(" and ")} that no secret gives`);
}

function digestIn(name: string, value: string | readonly string[], prefix: string): Buffer {
  const hex = typeof value === "string" && value.startsWith(prefix) ? value.slice(prefix.length) : "";
  if (!/^[0-9a-f]{64}$/.test(hex)) throw forged(`has a malformed ${name}`);
  return Buffer.from(hex, "hex");
}

function forged(problem: string): IdentikitError {
  return new IdentikitError("WEBHOOK_FORGED", `the webhook ${problem}`, {
    remedy:
      "Give the webhook on the forge the secret that this server knows; while a secret is replaced, give the server both.",
  });
}
