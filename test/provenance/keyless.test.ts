import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleFromJSON, bundleToJSON } from "@sigstore/bundle";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { readBundles } from "../../src/provenance/artifacts/read-bundles.ts";
import { parseTrustedRoot } from "../../src/provenance/verifying/trust.ts";
import { verifyBundle } from "../../src/provenance/verifying/verify-bundle.ts";
import { open } from "../image/samples.ts";
import { type SigstoreServer, startSigstore } from "../services/sigstore-server.ts";
import { startTufRepository, type TufRepository } from "../services/tuf-repository.ts";
import { codesIn, signingPlace } from "./signing-place.ts";

const issuer = "https://token.actions.githubusercontent.com";
const subject = "https://github.com/acme/fleet/.github/workflows/publish.yml@refs/heads/main";

describe("signing without a key", () => {
  let sigstore: SigstoreServer;
  beforeEach(async () => {
    sigstore = await startSigstore({ sub: subject, iss: issuer });
    // The maintained package asks the process for them.
    for (const [name, value] of Object.entries(sigstore.variables)) vi.stubEnv(name, value);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await sigstore[Symbol.asyncDispose]();
  });

  /** A repository whose settings name the deployment, and whose signatures count. */
  function place() {
    const at = signingPlace();
    const settings = { fulcio: sigstore.url, rekor: sigstore.url };
    writeFileSync(
      join(at.root, "identikit.yaml"),
      JSON.stringify({ identity: { required: ["config.yaml"] }, provenance: settings }),
    );
    writeFileSync(join(at.root, "root.json"), sigstore.trustedRoot);
    const gate = (identity: string, more: object = {}) =>
      at.gate({
        image: "oci:out:t",
        requireSignature: true,
        requireAttestation: ["identity", "provenance"],
        ...{ verifyIdentity: identity, verifyIssuer: issuer, trustedRoot: "root.json", ...more },
      });
    return { ...at, gate };
  }

  test("the job's identity signs, and counts with its issuer and authorities; no other does", async () => {
    const at = place();
    const { account } = await at.bake({ to: "oci:out:t", signKeyless: true });
    expect(account.join("\n")).toContain("signed by the identity of this job: 3 statements");
    const { report } = await at.gate(subject);
    expect(report?.findings).toEqual([]);
    const missing = ["SIGNATURE_MISSING", "ATTESTATION_MISSING", "ATTESTATION_MISSING"];
    // A subject is compared as a whole, and its dots are dots.
    for (const other of [subject.slice(0, -1), subject.replace("main", "mai."), ".*"])
      expect(codesIn(await at.gate(other)), other).toEqual(missing);
    expect(codesIn(await at.gate(subject, { verifyIssuer: "https://forge.example" }))).toEqual(missing);
    await using elsewhere = await startSigstore({ sub: subject, iss: issuer });
    writeFileSync(join(at.root, "root.json"), elsewhere.trustedRoot);
    expect(codesIn(await at.gate(subject))).toEqual(missing);
    writeFileSync(join(at.root, "root.json"), "{}");
    await expect(at.gate(subject)).rejects.toMatchObject({ code: "TRUSTED_ROOT_INVALID" });
  });

  test("the authorities come from a TUF repository where no file is named, and from none that is altered, expired or away", async () => {
    const at = place();
    await at.bake({ to: "oci:out:t", signKeyless: true });
    const gateWith = async (tuf: TufRepository) => {
      writeFileSync(join(at.root, "tuf-root.json"), tuf.root);
      const provenance = { tuf: { url: tuf.url, root: "tuf-root.json" } };
      writeFileSync(
        join(at.root, "identikit.yaml"),
        JSON.stringify({ identity: { required: ["config.yaml"] }, provenance }),
      );
      return at.gate(subject, { trustedRoot: undefined });
    };
    const unreachable = { code: "TRUSTED_ROOT_UNREACHABLE", message: expect.stringContaining("http://") };
    await using tuf = await startTufRepository(sigstore.trustedRoot);
    expect(codesIn(await gateWith(tuf))).toEqual([]);
    // Nothing was kept: what is altered now is found now.
    tuf.files.set(
      "/targets/trusted_root.json",
      sigstore.trustedRoot.replace("sigstore.mock", "sigstore.evil"),
    );
    await expect(gateWith(tuf)).rejects.toMatchObject(unreachable);
    await using others = await startTufRepository(sigstore.trustedRoot);
    for (const [path, text] of others.files) tuf.files.set(path, text);
    await expect(gateWith(tuf)).rejects.toMatchObject(unreachable);
    await using old = await startTufRepository(sigstore.trustedRoot, "2020-01-01T00:00:00Z");
    await expect(gateWith(old)).rejects.toMatchObject(unreachable);
    const gone = await startTufRepository(sigstore.trustedRoot);
    await gone[Symbol.asyncDispose]();
    await expect(gateWith(gone)).rejects.toMatchObject({ ...unreachable, remedy: /--trusted-root/ });
  });

  test("a certificate that had expired, and a log entry that was moved or taken away, count for nothing", async () => {
    const at = place();
    await at.bake({ to: "oci:out:t", signKeyless: true });
    const missing = ["SIGNATURE_MISSING", "ATTESTATION_MISSING", "ATTESTATION_MISSING"];
    const ended = JSON.parse(sigstore.trustedRoot);
    ended.certificateAuthorities[0].validFor.end = "2021-01-01T00:00:00Z";
    writeFileSync(join(at.root, "root.json"), JSON.stringify(ended));
    expect(codesIn(await at.gate(subject))).toEqual(missing);
    writeFileSync(join(at.root, "root.json"), sigstore.trustedRoot);
    expect(codesIn(await at.gate(subject))).toEqual([]);
    const { store } = await open(`oci:${join(at.root, "out")}`);
    const image = await store.manifest({ kind: "tag", tag: "t" });
    const found = await readBundles(store, image.digest);
    const signature = found.map(({ bundle }) => JSON.stringify(bundleToJSON(bundle)));
    const trust = {
      keys: [],
      identities: [
        { subject, issuer, root: parseTrustedRoot(Buffer.from(sigstore.trustedRoot), "the root") },
      ],
    };
    type Json = ReturnType<typeof JSON.parse>;
    const changed = (change: (json: Json) => void) =>
      found.map(({ artifact }, nth) => {
        const json = JSON.parse(signature[nth] ?? "");
        change(json.verificationMaterial);
        return { artifact, bundle: bundleFromJSON(json) };
      });
    const other = changed(() => {});
    expect(other.map((one) => verifyBundle(one, image.digest, trust).signer)).toEqual([
      subject,
      subject,
      subject,
    ]);
    for (const tampered of [
      // An hour later the certificate had expired.
      changed(({ tlogEntries: [entry] }) => {
        entry.integratedTime = `${Number(entry.integratedTime) + 3600}`;
      }),
      changed((material) => {
        material.tlogEntries = [];
      }),
      changed((material) => {
        // Only the promise vouches for the time of an entry.
        delete material.tlogEntries[0].inclusionPromise;
      }),
    ])
      for (const one of tampered)
        expect(() => verifyBundle(one, image.digest, trust)).toThrow(
          expect.objectContaining({ code: "SIGNATURE_INVALID" }),
        );
  });

  test("a host that vouches for nobody is told in one error, and nothing is written", async () => {
    vi.stubEnv("ACTIONS_ID_TOKEN_REQUEST_URL", "");
    const at = place();
    const refused = at.bake({ to: "oci:out:t", signKeyless: true });
    await expect(refused).rejects.toMatchObject({
      code: "SIGNING_FAILED",
      remedy: expect.stringMatching(/id-token/),
    });
    await expect(at.gate(subject)).resolves.toMatchObject({ report: { verdict: "unverified" } });
  });
});
