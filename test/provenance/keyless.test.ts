import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type SigstoreServer, startSigstore } from "../services/sigstore-server.ts";
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
