import { execFileSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Keyring } from "../../src/secret/keyring.ts";
import { requires } from "../requirement.ts";
import type { FleetCopy } from "./fleet.ts";
import { identikitJson } from "./identikit.ts";
import { fleetAfter } from "./prepared-fleet.ts";

let fleet: FleetCopy;
beforeEach(async () => {
  fleet = await fleetAfter("fetch", "config sync");
});
afterEach(() => fleet[Symbol.dispose]());

function run(...args: string[]) {
  return runWith({}, ...args);
}

function runWith(env: Readonly<Record<string, string>>, ...args: string[]) {
  return identikitJson([...args, "--root", fleet.root], { cwd: fleet.root, env });
}

test("a bundle that is signed with the keyring is taken under that keyring, and no other", async () => {
  const ours = { IDENTIKIT_SECRET_KEYS: Keyring.generateEntry("k1") };
  const others = { IDENTIKIT_SECRET_KEYS: Keyring.generateEntry("k1") };
  const required = ["--database", fleet.path("there.db"), "--require-signature", "keyring"];
  const signing = ["config", "export", "--to", "signed.bundle", "--sign-key", "keyring"];
  expect(await run(...signing), "no keyring").toMatchObject({
    code: 1,
    json: { error: { code: "KEYRING_INVALID" } },
  });
  expect(await runWith(ours, ...signing)).toMatchObject({ code: 0, json: { signedBy: expect.any(String) } });
  expect((await run("config", "export", "--to", "plain.bundle")).code).toBe(0);
  const unsigned = { code: 1, json: { error: { code: "BUNDLE_UNSIGNED" } } };
  for (const verb of ["plan", "import"]) {
    expect(await runWith(others, "config", verb, "signed.bundle", ...required), verb).toMatchObject(unsigned);
    expect(await runWith(ours, "config", verb, "plain.bundle", ...required), verb).toMatchObject(unsigned);
    expect(await run("config", verb, "signed.bundle", ...required), verb).toMatchObject({
      code: 1,
      json: { error: { code: "KEYRING_INVALID" } },
    });
  }
  expect((await runWith(ours, "config", "plan", "signed.bundle", ...required)).code).toBe(2);
  expect((await runWith(ours, "config", "import", "signed.bundle", ...required)).code).toBe(0);
  expect((await runWith(ours, "config", "plan", "signed.bundle", ...required)).code).toBe(0);
});

requires("openssl")("a bundle that is signed with a key of openssl", () => {
  test("is planned and imported where that key's signature is required, and nothing else is", async () => {
    const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: fleet.root, stdio: "pipe" });
    openssl("genpkey", "-algorithm", "ed25519", "-out", "sign.pem");
    openssl("pkey", "-in", "sign.pem", "-pubout", "-out", "sign.pub");
    chmodSync(fleet.path("sign.pem"), 0o600);
    expect((await run("config", "export", "--to", "plain.bundle")).code).toBe(0);
    const signed = await run("config", "export", "--to", "signed.bundle", "--sign-key", "sign.pem");
    expect(signed.json.signedBy).toMatch(/^sha256:/);
    const there = ["--database", fleet.path("there.db"), "--require-signature", "sign.pub"];
    expect(await run("config", "plan", "plain.bundle", ...there)).toMatchObject({
      code: 1,
      json: { error: { code: "BUNDLE_UNSIGNED" } },
    });
    expect((await run("config", "plan", "signed.bundle", ...there)).code).toBe(2);
    expect((await run("config", "import", "signed.bundle", ...there)).code).toBe(0);
    expect((await run("config", "plan", "signed.bundle", ...there)).code).toBe(0);
  });

  test("needs a private key that is private, and the right kind of key on either side", async () => {
    const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: fleet.root, stdio: "pipe" });
    openssl("genpkey", "-algorithm", "ed25519", "-out", "sign.pem");
    openssl("genpkey", "-algorithm", "ed448", "-out", "other.pem");
    writeFileSync(fleet.path("no.pem"), "nothing\n", { mode: 0o600 });
    chmodSync(fleet.path("sign.pem"), 0o644);
    chmodSync(fleet.path("other.pem"), 0o600);
    for (const key of ["sign.pem", "other.pem", "no.pem", "gone.pem"])
      expect(await run("config", "export", "--to", "a.bundle", "--sign-key", key)).toMatchObject({
        code: 1,
        json: { error: { code: "KEYRING_INVALID" } },
      });
    await run("config", "export", "--to", "a.bundle");
    for (const key of ["sign.pem", "no.pem"])
      expect(await run("config", "import", "a.bundle", "--require-signature", key)).toMatchObject({
        code: 1,
        json: { error: { code: "KEYRING_INVALID" } },
      });
  });
});
