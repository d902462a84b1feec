import { canonicalJson } from "../../document/canonical-json.ts";
import { type TarBody, TarParser } from "../../tar/tar-parser.ts";
import { digestOf } from "../../tree/digest.ts";
import {
  type BundleBlob,
  blobMember,
  bundleBlobs,
  bundleBounds,
  bundleInvalid,
  bundleMembers,
} from "./bundle-file.ts";
import { type BundleKeysOf, isProven } from "./bundle-key.ts";
import { BundleProfile } from "./bundle-profile.ts";
import { type RunBundle, runBundle } from "./run-bundle.ts";

/** `run.json` of a bundle, proven. */
export interface ProvenRun {
  readonly run: RunBundle;
  /** Of its bytes, and so of the whole bundle. */
  readonly digest: string;
}

/** Who takes what is read; what it throws ends the reading. */
export interface BundleTaker {
  /** Called once, before any blob. */
  begin(proven: ProvenRun): Promise<void>;
  /** Called for each blob, in their order; its digest and length are right. */
  blob(blob: BundleBlob, content: Uint8Array): Promise<void>;
}

/** What is handed to the parser at once: as many small members may wait for their taker as it holds. */
const pieceBytes = 256 * 1024;
/** HMAC-SHA-256 in hexadecimal, and a line feed. */
const proofBytes = 65;

/**
 * Reads a run bundle while it arrives, all of it. There is one way to write it, down to each byte, and no other is read; nothing of it is
 * handed on before the proof is checked, and no blob before its digest is. At most one large blob is held in memory.
 * @returns once the end is there and every blob was taken
 * @throws {IdentikitError} `RUN_BUNDLE_INVALID` with what is wrong and where, and what the taker throws
 */
export async function readBundle(
  chunks: AsyncIterable<Uint8Array>,
  keysOf: BundleKeysOf,
  taker: BundleTaker,
): Promise<ProvenRun> {
  const reading = new BundleReading(keysOf);
  const profile = new BundleProfile((name, size) => reading.expect(name, size));
  const parser = new TarParser(({ path, size }) => collector(path, size, reading), profile);
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += pieceBytes) {
      parser.write(chunk.subarray(at, at + pieceBytes));
      for (const hand of reading.handOver()) await hand(taker);
    }
  }
  profile.end(parser.hasEnded);
  return reading.end();
}

function collector(name: string, size: number, reading: BundleReading): TarBody | undefined {
  // The parser ends a body with its last byte: one without bytes has to be ended here.
  if (size === 0) {
    reading.member(name, new Uint8Array());
    return undefined;
  }
  const content = Buffer.allocUnsafeSlow(size);
  let at = 0;
  return {
    write: (chunk) => {
      content.set(chunk, at);
      at += chunk.length;
    },
    end: () => reading.member(name, content),
  };
}

type HandOver = (taker: BundleTaker) => Promise<void>;

/** What is still to come of a bundle, and what waits for its taker. */
class BundleReading {
  readonly #keysOf: BundleKeysOf;
  readonly #waiting: HandOver[] = [];
  #text: Uint8Array = new Uint8Array();
  #proven: ProvenRun | undefined;
  #blobs: readonly BundleBlob[] = [];
  #headers = 0;
  #members = 0;

  constructor(keysOf: BundleKeysOf) {
    this.#keysOf = keysOf;
  }

  /** Told of a header before its content is read, so that nothing is held that is not wanted. */
  expect(name: string, size: number): void {
    const at = this.#headers++;
    if (at === 0) checkMember(name, bundleMembers.run, size, bundleBounds.run);
    else if (at === 1) checkMember(name, bundleMembers.proof, size, proofBytes);
    else checkBlob(name, size, this.#blobs[at - 2]);
  }

  member(name: string, content: Uint8Array): void {
    const at = this.#members++;
    if (at === 0) {
      this.#text = content;
      return;
    }
    if (at === 1) {
      const proven = provenRun(this.#text, content, this.#keysOf);
      this.#proven = proven;
      this.#blobs = bundleBlobs(proven.run);
      this.#waiting.push((taker) => taker.begin(proven));
      return;
    }
    const blob = this.#blobs[at - 2];
    if (!blob || digestOf(content) !== blob.digest)
      throw bundleInvalid(`the content of ${name} is not what its name says`);
    this.#waiting.push((taker) => taker.blob(blob, content));
  }

  handOver(): readonly HandOver[] {
    return this.#waiting.splice(0);
  }

  end(): ProvenRun {
    if (!this.#proven) throw bundleInvalid("it has no run.json with a proof");
    const missing = this.#blobs[this.#members - 2];
    if (missing) throw bundleInvalid(`${blobMember(missing)} is missing`);
    return this.#proven;
  }
}

function checkMember(name: string, wanted: string, size: number, most: number): void {
  if (name !== wanted) throw bundleInvalid(`it has ${JSON.stringify(name)} where ${wanted} should stand`);
  if (size > most) throw bundleInvalid(`${name} has ${size} bytes; ${most} are the most`);
}

function checkBlob(name: string, size: number, blob: BundleBlob | undefined): void {
  if (!blob) throw bundleInvalid(`it has a member ${JSON.stringify(name)} that no part names`);
  checkMember(name, blobMember(blob), size, blob.bytes);
  if (size < blob.bytes) throw bundleInvalid(`${name} has ${size} bytes, and run.json says ${blob.bytes}`);
}

/** `run.json` with a proof of one of its ticket's keys. Which ticket that is, it says itself: of another one, the proof would be wrong. */
function provenRun(text: Uint8Array, proof: Uint8Array, keysOf: BundleKeysOf): ProvenRun {
  const run = parsedRun(text);
  const [, code] = /^([0-9a-f]{64})\n$/.exec(Buffer.from(proof).toString("latin1")) ?? [];
  if (code === undefined || !isProven(text, code, keysOf(run.ticket.id)))
    throw bundleInvalid("its proof is not that of the attempt's own supervisor");
  return { run, digest: digestOf(text) };
}

function parsedRun(text: Uint8Array): RunBundle {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(text));
  } catch (cause) {
    throw bundleInvalid("run.json is not JSON in UTF-8", cause);
  }
  const result = runBundle.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw bundleInvalid(`run.json: ${issue?.path.map(String).join(".") || "its top"}: ${issue?.message}`);
  }
  // One text for one content: nobody reads a key that stands twice in another way.
  if (canonicalJson(result.data) !== Buffer.from(text).toString("utf8"))
    throw bundleInvalid("run.json is not in the one form in which bundles are written");
  return result.data;
}
