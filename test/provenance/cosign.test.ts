import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { referrersTag } from "../../src/image/referrers/tagged-referrers.ts";
import { Registries } from "../../src/image/registry/registries.ts";
import { systemClock } from "../../src/runtime/clock.ts";
import type { Digest } from "../../src/tree/digest.ts";
import { requires } from "../requirement.ts";
import { scratchDirectory } from "../scratch.ts";
import { DockerRegistry } from "../services/docker-registry.ts";
import { ListingRegistry } from "../services/listing-registry.ts";
import { cosign, cosignKeys } from "./cosign.ts";
import { codesIn, signingPlace } from "./signing-place.ts";

const identityType = "https://identikit.io/attestation/identity/v1";

requires(
  "cosign",
  "docker-registry",
  "registry",
)("what is signed, and cosign", () => {
  let keys: { private: string; public: string };
  let others: { private: string; public: string };
  const registries: { tags?: DockerRegistry; lists?: ListingRegistry } = {};
  beforeAll(async () => {
    [keys, others] = await Promise.all([cosignKeys(), cosignKeys()]);
    registries.tags = await DockerRegistry.start();
    registries.lists = await ListingRegistry.start();
  });
  afterAll(async () => {
    await registries.tags?.[Symbol.asyncDispose]();
    await registries.lists?.[Symbol.asyncDispose]();
  });
  const host = (kind: "tags" | "lists") => registries[kind]?.host ?? "";
  let nth = 0;
  const repository = (kind: "tags" | "lists") => `${host(kind)}/sign/r${nth++}`;

  describe.each(["tags", "lists"] as const)("in a registry with %s of referrers", (kind) => {
    test("cosign verifies a bake's signature and statements, by key and offline, and refuses another key", async () => {
      const at = signingPlace();
      const to = repository(kind);
      const { outputs, account } = await at.bake({ to: `docker://${to}:t`, signKey: keys.private });
      expect(account.join("\n")).toMatch(/signed by the key \S+: 3 statements/);
      const image = `${to}@${outputs.digest}`;
      expect(outputs.attestations).toHaveLength(3);
      const signed = await cosign("verify", "--key", keys.public, image);
      expect(signed, signed.output).toMatchObject({ ok: true });
      for (const type of ["slsaprovenance1", identityType]) {
        const attested = await cosign("verify-attestation", "--key", keys.public, "--type", type, image);
        expect(attested, attested.output).toMatchObject({ ok: true });
        const line = attested.output.split("\n").find((one) => one.startsWith("{")) ?? "{}";
        const { payload } = JSON.parse(line);
        expect(Buffer.from(payload, "base64").toString()).toContain(
          String(outputs.treeDigest).slice("sha256:".length),
        );
      }
      expect(await cosign("verify", "--key", others.public, image)).toMatchObject({ ok: false });
      const again = await at.bake({ to: `docker://${to}:t`, signKey: keys.private });
      expect(again.account.join("\n")).toContain("0 statements, 3 there already");
      expect(again.outputs.attestations).toEqual(outputs.attestations);
    });

    test("a promotion carries signatures and statements, and stops before an image without them", async () => {
      const at = signingPlace();
      const [from, to] = [repository(kind), repository(kind === "tags" ? "lists" : "tags")];
      const { outputs } = await at.bake({ to: `docker://${from}:t`, signKey: keys.private });
      const image = `docker://${from}@${outputs.digest}`;
      const required = { requireSignature: true, requireAttestation: ["provenance", "identity"] };
      const moving = { from: [image], to: `docker://${to}:production`, ...required };
      await expect(at.promote({ ...moving, verifyKey: [others.public] })).rejects.toMatchObject({
        code: "GATE_FAILED",
      });
      const store = openStore(to);
      expect(await store.foundUnder("production")).toBeUndefined();
      const done = await at.promote({
        ...moving,
        template: at.template,
        verifyKey: [keys.public],
        signKey: keys.private,
      });
      expect(done.account.join("\n")).toContain("carried along: 3 artifacts");
      const moved = `${to}@${outputs.digest}`;
      for (const type of ["slsaprovenance1", identityType, "https://slsa.dev/verification_summary/v1"])
        expect(await cosign("verify-attestation", "--key", keys.public, "--type", type, moved)).toMatchObject(
          { ok: true },
        );
      expect(await cosign("verify", "--key", keys.public, moved)).toMatchObject({ ok: true });
    });

    test("a promotion of several platforms carries what is said of the index and of each platform, and cosign accepts all of it", async () => {
      const at = signingPlace();
      const [from, to] = [repository(kind), repository(kind === "tags" ? "lists" : "tags")];
      const platform = ["linux/amd64", "linux/arm64"];
      const { outputs } = await at.bake({ to: `docker://${from}:t`, platform, signKey: keys.private });
      const { manifests } = JSON.parse(
        Buffer.from((await openStore(from).manifest({ kind: "tag", tag: "t" })).bytes).toString(),
      ) as { manifests: { digest: string }[] };
      const none = join(scratchDirectory(), "none.json");
      writeFileSync(none, '{"mediaType":"application/vnd.dev.sigstore.signingconfig.v0.2+json"}');
      const [amd64, arm64] = manifests.map(({ digest }) => digest);
      // One platform by the newer cosign, the other in its older shape.
      const old = ["--use-signing-config=false", "--new-bundle-format=false", "--tlog-upload=false"];
      for (const [how, digest] of [
        [["--signing-config", none], amd64],
        [old, arm64],
      ] as const) {
        const done = await cosign("sign", ...how, "-y", "--key", keys.private, `${from}@${digest}`);
        expect(done, done.output).toMatchObject({ ok: true });
      }
      const options = { from: [`docker://${from}@${outputs.digest}`], to: `docker://${to}:production` };
      const moved = await at.promote({ ...options, requireSignature: true, verifyKey: [keys.public] });
      expect(moved.account.join("\n")).toContain("carried along: 5 artifacts");
      const copies = repository("lists");
      await at.publish({
        ...{ from: `docker://${to}:production`, to: `docker://${copies}`, tag: ["copy"] },
        ...{ requireSignature: true, verifyKey: [keys.public] },
      });
      for (const place of [to, copies]) {
        for (const digest of [outputs.digest, amd64, arm64]) {
          const verified = await cosign("verify", "--key", keys.public, `${place}@${digest}`);
          expect(verified, `${place} ${digest} ${verified.output}`).toMatchObject({ ok: true });
        }
        const of = ["--key", keys.public, "--type", "slsaprovenance1", `${place}@${outputs.digest}`];
        expect(await cosign("verify-attestation", ...of)).toMatchObject({ ok: true });
        expect(await cosign("verify", "--key", others.public, `${place}@${amd64}`)).toMatchObject({
          ok: false,
        });
      }
    });

    test("we verify what cosign signed and attested, and cosign's own newer and older shapes alike", async () => {
      const at = signingPlace();
      const to = repository(kind);
      const { outputs } = await at.bake({ to: `docker://${to}:t` });
      const image = `${to}@${outputs.digest}`;
      const gate = (key: string, more: object = {}) =>
        at.gate({ image: `docker://${image}`, requireSignature: true, verifyKey: [key], ...more });
      expect(codesIn(await gate(keys.public))).toEqual(["SIGNATURE_MISSING"]);
      const none = join(scratchDirectory(), "none.json");
      writeFileSync(none, '{"mediaType":"application/vnd.dev.sigstore.signingconfig.v0.2+json"}');
      const predicate = join(scratchDirectory(), "predicate.json");
      writeFileSync(predicate, '{"verified":true}');
      const offline = ["--signing-config", none, "-y", "--key", keys.private];
      const signed = await cosign("sign", ...offline, image);
      expect(signed, signed.output).toMatchObject({ ok: true });
      const type = "https://example.com/review/v1";
      const attested = await cosign("attest", ...offline, "--type", type, "--predicate", predicate, image);
      expect(attested, attested.output).toMatchObject({ ok: true });
      expect(codesIn(await gate(keys.public, { requireAttestation: [type] }))).toEqual([]);
      expect(codesIn(await gate(others.public))).toEqual(["SIGNATURE_MISSING"]);
      const old = ["--use-signing-config=false", "--new-bundle-format=false", "--tlog-upload=false", "-y"];
      const legacy = await cosign("sign", ...old, "--key", others.private, image);
      expect(legacy, legacy.output).toMatchObject({ ok: true });
      expect(codesIn(await gate(others.public))).toEqual([]);
    });
  });

  test("keys of openssl sign, too: P-256 and Ed25519, encrypted or in a variable; others are refused", async () => {
    const at = signingPlace();
    const directory = scratchDirectory();
    const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: directory, stdio: "pipe" });
    openssl("genpkey", "-algorithm", "ed25519", "-out", "ed.pem");
    openssl(
      "genpkey",
      "-algorithm",
      "EC",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-aes-256-cbc",
      "-pass",
      "pass:a password",
      "-out",
      "ec.pem",
    );
    openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", "rsa.pem");
    for (const name of ["ed", "ec"]) {
      const key = join(directory, `${name}.pem`);
      openssl("pkey", "-in", key, "-passin", "pass:a password", "-pubout", "-out", `${name}.pub`);
      const to = repository("tags");
      const variables = { SIGNER: readFileSync(key, "utf8") };
      Object.assign(at.context.env, variables);
      const { outputs } = await at.bake({ to: `docker://${to}:t`, signKey: "env://SIGNER" });
      const verified = await cosign(
        "verify",
        "--key",
        join(directory, `${name}.pub`),
        `${to}@${outputs.digest}`,
      );
      expect(verified, verified.output).toMatchObject({ ok: true });
    }
    const refused = at.bake({ to: "oci:out:t", signKey: join(directory, "rsa.pem") });
    await expect(refused).rejects.toMatchObject({
      code: "SIGNING_KEY_INVALID",
      message: expect.stringMatching(/rsa/),
    });
    Object.assign(at.context.env, { COSIGN_PASSWORD: "wrong" });
    for (const key of [keys.private, join(directory, "ec.pem")])
      await expect(at.bake({ to: "oci:out:t", signKey: key })).rejects.toMatchObject({
        code: "SIGNING_KEY_INVALID",
      });
  });

  test("an attacker who may push cannot make an image count, nor take away from one that does", async () => {
    const at = signingPlace();
    const to = repository("tags");
    const good = await at.bake({ to: `docker://${to}:good`, signKey: keys.private });
    const bad = await at.bake({ to: `docker://${to}:bad`, label: ["evil=yes"] });
    const store = openStore(to, "push");
    const listed = await store.referrers.of(good.outputs.digest as Digest);
    // The list of one image under the name of another: every signature in it is about the first.
    const list = await store.manifest({ kind: "tag", tag: referrersTag(good.outputs.digest as Digest) });
    await store.putManifest(list, referrersTag(bad.outputs.digest as Digest));
    const gate = (digest: unknown) =>
      at.gate({ image: `docker://${to}@${digest}`, requireSignature: true, verifyKey: [keys.public] });
    expect(codesIn(await gate(bad.outputs.digest))).toEqual(["SIGNATURE_MISSING"]);
    expect(await cosign("verify", "--key", keys.public, `${to}@${bad.outputs.digest}`)).toMatchObject({
      ok: false,
    });
    // Somebody else's signature beside ours changes nothing.
    await at.bake({ to: `docker://${to}:good`, signKey: others.private });
    expect(await store.referrers.of(good.outputs.digest as Digest)).toHaveLength(listed.length + 3);
    expect(codesIn(await gate(good.outputs.digest))).toEqual([]);
  });

  function openStore(place: string, access: "pull" | "push" = "pull") {
    const [hostname = "", ...path] = place.split("/");
    const opened = new Registries({
      credentials: async () => undefined,
      clock: systemClock,
      signal: new AbortController().signal,
    });
    return opened.open({ host: hostname, repository: path.join("/"), access });
  }
});
