import { randomUUID } from "node:crypto";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { CompactSign } from "jose";
import { describe, expect, test } from "vitest";
import { openContent, type SealedContent, sealContent } from "../../../src/agents/tickets/sealed-content.ts";
import { openTicket, signTicket } from "../../../src/agents/tickets/sign-ticket.ts";
import type { Ticket } from "../../../src/agents/tickets/ticket.ts";
import {
  parsePublicTicketKeys,
  publicTicketKey,
  ticketKeysOf,
} from "../../../src/agents/tickets/ticket-key.ts";
import { Keyring } from "../../../src/secret/keyring.ts";

const now = new Date("2026-03-01T12:00:00Z");
const seconds = now.getTime() / 1000;
const digest = `sha256:${"a".repeat(64)}`;
const ticket: Ticket = {
  version: 1,
  iss: "the database of tidewater",
  aud: "linux",
  jti: randomUUID(),
  iat: seconds,
  exp: seconds + 3600,
  namespace: "tidewater",
  run: "run-1",
  attempt: "run-1-1",
  repository: "tidewater/berths",
  sourceRefs: { issue: 12 },
  taskKind: "fix",
  trustTier: "trusted",
  serviceAccount: "engineer",
  stack: { name: "fixer", generation: 3, digest, profile: { model: "opus" } },
  permission: digest,
  context: { bundle: "run-1", digest, text: "Fix it." },
  budget: { time: "30m" },
  writeBack: [],
  secrets: [{ name: "FORGE_TOKEN", mountPolicy: "proxy", proxyHost: "forge.example.test" }],
  configs: [],
  identity: { digest, config: "", leftOut: [] },
  sealed: "c2VhbGVk",
};
const keyring = () => Keyring.parse(Keyring.generateEntry("k1"), "test");
const [key] = ticketKeysOf(keyring());
const demand = { keys: [key.publicKey], pool: "linux", now };

describe("a ticket", () => {
  test("is read again as it was signed", async () => {
    expect(await openTicket(await signTicket(ticket, key), demand)).toEqual(ticket);
  });

  test("of an older key of the keyring counts as long as runners trust that key", async () => {
    const both = Keyring.parse(`${Keyring.generateEntry("new")},${Keyring.generateEntry("old")}`, "test");
    const [fresh, old] = ticketKeysOf(both);
    if (!old) throw new Error("one key");
    const trusted = parsePublicTicketKeys(`${publicTicketKey(fresh)}${publicTicketKey(old)}`, "test");
    for (const each of [fresh, old])
      expect(await openTicket(await signTicket(ticket, each), { ...demand, keys: trusted })).toEqual(ticket);
  });

  test.each<[string, (jws: string) => string | Promise<string>, RegExp]>([
    ["with another payload", (jws) => swap(jws, 1, { ...ticket, run: "run-2" }), /signature is wrong/],
    [
      "without a signature",
      (jws) =>
        `${swap(jws, 0, { alg: "none", typ: "identikit-ticket+jwt", kid: key.id }).split(".").slice(0, 2).join(".")}.`,
      /signature is wrong/,
    ],
    ["signed with the public key as a shared one", () => sharedKey(), /signature is wrong/],
    ["of another keyring", () => signTicket(ticket, ticketKeysOf(keyring())[0]), /does not trust/],
    [
      "of another type",
      async () =>
        new CompactSign(Buffer.from(JSON.stringify(ticket)))
          .setProtectedHeader({ alg: "EdDSA", typ: "JWT", kid: key.id })
          .sign(key.privateKey),
      /another type/,
    ],
    ["that is none", () => "hello", /not a JWS/],
    [
      "of another shape",
      async () =>
        new CompactSign(Buffer.from('{"version":2}'))
          .setProtectedHeader({ alg: "EdDSA", typ: "identikit-ticket+jwt", kid: key.id })
          .sign(key.privateKey),
      /not that of a ticket/,
    ],
    ["for another pool", () => signTicket({ ...ticket, aud: "gpu" }, key), /for the runner pool gpu/],
    ["of the future", () => signTicket({ ...ticket, iat: seconds + 3600 }, key), /in the future/],
  ])("%s does not count", async (_, forge, reason) => {
    const forged = await forge(await signTicket(ticket, key));
    await expect(openTicket(forged, demand)).rejects.toMatchObject({
      code: "TICKET_INVALID",
      message: expect.stringMatching(reason),
    });
  });

  test("counts until its time is over", async () => {
    const jws = await signTicket(ticket, key);
    const at = (offset: number) =>
      openTicket(jws, { ...demand, now: new Date((ticket.exp + offset) * 1000) });
    expect(await at(59)).toEqual(ticket);
    await expect(at(61)).rejects.toMatchObject({ code: "TICKET_EXPIRED" });
  });
});

test("what is no public key of tickets is refused", () => {
  for (const text of ["", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"])
    expect(() => parsePublicTicketKeys(text, "ticket-key")).toThrowError(
      expect.objectContaining({ code: "TICKET_KEY_INVALID" }),
    );
});

describe("what a ticket has for the supervisor alone", () => {
  const content = (secrets: SealedContent["secrets"]): SealedContent => ({
    secrets,
    bundleKey: Buffer.alloc(32, 7).toString("base64url"),
  });

  test("are opened with the pool's key, and with no other", async () => {
    const [identity, other] = [await generateX25519Identity(), await generateX25519Identity()];
    const secret = content({ FORGE_TOKEN: "väl\n🔑" });
    const sealed = await sealContent(secret, await identityToRecipient(identity));
    expect(sealed).not.toContain("FORGE_TOKEN");
    expect(await openContent(sealed, identity)).toEqual(secret);
    await expect(openContent(sealed, other)).rejects.toMatchObject({ code: "TICKET_INVALID" });
    await expect(openContent(`${sealed.slice(0, -8)}AAAAAAA=`, identity)).rejects.toMatchObject({
      code: "TICKET_INVALID",
    });
  });

  test("need a key of age on both sides", async () => {
    await expect(sealContent(content({ A: "b" }), "age1notakey")).rejects.toMatchObject({
      code: "POOL_KEY_INVALID",
    });
    const sealed = await sealContent(content({}), await identityToRecipient(await generateX25519Identity()));
    await expect(openContent(sealed, "AGE-SECRET-KEY-1X")).rejects.toMatchObject({
      code: "POOL_KEY_INVALID",
    });
  });
});

function swap(jws: string, part: number, value: object): string {
  return jws
    .split(".")
    .map((each, at) => (at === part ? Buffer.from(JSON.stringify(value)).toString("base64url") : each))
    .join(".");
}

/** The old trick: the public key, which everybody has, as the key of an HMAC. */
async function sharedKey(): Promise<string> {
  return await new CompactSign(Buffer.from(JSON.stringify(ticket)))
    .setProtectedHeader({ alg: "HS256", typ: "identikit-ticket+jwt", kid: key.id })
    .sign(Buffer.from(publicTicketKey(key)));
}
