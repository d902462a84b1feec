import { createHash, generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { fulcioHandler, initializeCA, initializeCTLog, initializeTLog, rekorHandler } from "@sigstore/mock";
import { listenAlone } from "./free-port.ts";

/** A deployment of Sigstore on the loopback: certificate authority, its log, transparency log, and a host that vouches for jobs. */
export interface SigstoreServer extends AsyncDisposable {
  readonly url: string;
  /** The authorities, as `cosign trusted-root create` writes them. */
  readonly trustedRoot: string;
  /** The variables by which a job reaches the host that vouches for it. */
  readonly variables: Readonly<Record<string, string>>;
}

const validFor = { start: "2020-01-01T00:00:00Z" };

/** @param claims of the token that the host gives a job, `sub` and `iss` among them */
export async function startSigstore(claims: Readonly<Record<string, string>>): Promise<SigstoreServer> {
  const pair = () => generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const ctLog = await initializeCTLog(pair());
  const authority = await initializeCA(pair(), ctLog);
  const handlers = new Map([["/token", async () => ({ statusCode: 200, response: tokenOf(claims) })]]);
  const server = createServer((request, response) => {
    void answer(request).then(({ status, body }) => {
      response.writeHead(status, { "content-type": "application/json" }).end(body);
    });
  });
  await listenAlone(server);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const log = await initializeTLog(url, pair());
  const own = [fulcioHandler(authority, { strict: true, subjectClaim: "sub" }), rekorHandler(log)];

  async function answer(request: IncomingMessage): Promise<{ status: number; body: string }> {
    const [path = ""] = (request.url ?? "").split("?");
    const body = await text(request);
    const fixed = await handlers.get(path)?.();
    const found = fixed ?? (await own.find((one) => one.path === path)?.fn(asLogged(body)));
    return { status: found?.statusCode ?? 404, body: String(found?.response ?? "") };
  }

  const base64 = (bytes: ArrayBufferView) =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
  const logOf = (publicKey: Buffer, keyId: string) => ({
    baseUrl: url,
    hashAlgorithm: "SHA2_256",
    publicKey: { rawBytes: base64(publicKey), keyDetails: "PKIX_ECDSA_P256_SHA_256", validFor },
    logId: { keyId },
  });
  const trustedRoot = JSON.stringify({
    mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
    tlogs: [logOf(log.publicKey, createHash("sha256").update(log.publicKey).digest("base64"))],
    certificateAuthorities: [
      {
        subject: { organization: "sigstore.mock", commonName: "sigstore" },
        uri: url,
        certChain: { certificates: [{ rawBytes: base64(authority.rootCertificate) }] },
        validFor,
      },
    ],
    ctlogs: [logOf(ctLog.publicKey, base64(ctLog.logID))],
    timestampAuthorities: [],
  });
  return {
    url,
    trustedRoot,
    variables: {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/token`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "a token of the job",
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** The mock keeps an entry as it is proposed; a real log keeps the hashes and signatures of an envelope instead of it. */
function asLogged(body: string): string {
  const entry = JSON.parse(body);
  if (entry.kind !== "dsse") return body;
  const { envelope, verifiers } = entry.spec.proposedContent;
  const { payload, signatures } = JSON.parse(envelope);
  const hashOf = (content: string | Buffer) => ({
    algorithm: "sha256",
    value: createHash("sha256").update(content).digest("hex"),
  });
  const spec = {
    envelopeHash: hashOf(envelope),
    payloadHash: hashOf(Buffer.from(payload, "base64")),
    signatures: signatures.map(({ sig }: { sig: string }) => ({ signature: sig, verifier: verifiers[0] })),
  };
  return JSON.stringify({ ...entry, spec });
}

/** Nobody looks at its signature: the certificate authority is the test's own. */
function tokenOf(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return JSON.stringify({ value: `${part({ alg: "none" })}.${part(claims)}.` });
}
