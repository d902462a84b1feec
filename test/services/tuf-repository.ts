import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { canonicalJson } from "../../src/document/canonical-json.ts";
import { listenAlone } from "./free-port.ts";

/** A TUF repository on the loopback with one target, `trusted_root.json`. */
export interface TufRepository extends AsyncDisposable {
  readonly url: string;
  /** Its first root, for those who are to believe it. */
  readonly root: string;
  /** What it answers, by path, so that a test can change it. */
  readonly files: Map<string, string>;
}

/** @param expires when its metadata does. @see https://theupdateframework.github.io/specification/v1.0.33/ */
export async function startTufRepository(
  trustedRoot: string,
  expires = "2100-01-01T00:00:00Z",
): Promise<TufRepository> {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const raw = publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("hex");
  const key = { keytype: "ed25519", scheme: "ed25519", keyval: { public: raw } };
  const keyid = createHash("sha256").update(canonicalJson(key)).digest("hex");
  const signed = (type: string, more: object) => {
    const body = { _type: type, spec_version: "1.0.31", version: 1, expires, ...more };
    const sig = sign(null, Buffer.from(canonicalJson(body)), privateKey).toString("hex");
    return JSON.stringify({ signatures: [{ keyid, sig }], signed: body });
  };
  const role = { keyids: [keyid], threshold: 1 };
  const root = signed("root", {
    consistent_snapshot: false,
    keys: { [keyid]: key },
    roles: { root: role, timestamp: role, snapshot: role, targets: role },
  });
  const target = {
    length: Buffer.byteLength(trustedRoot),
    hashes: { sha256: createHash("sha256").update(trustedRoot).digest("hex") },
  };
  const files = new Map([
    ["/timestamp.json", signed("timestamp", { meta: { "snapshot.json": { version: 1 } } })],
    ["/snapshot.json", signed("snapshot", { meta: { "targets.json": { version: 1 } } })],
    ["/targets.json", signed("targets", { targets: { "trusted_root.json": target } })],
    ["/targets/trusted_root.json", trustedRoot],
  ]);
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? "");
    response.writeHead(file === undefined ? 404 : 200).end(file);
  });
  await listenAlone(server);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ root, files },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
