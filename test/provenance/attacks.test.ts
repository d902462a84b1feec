import { toDSSEBundle, toMessageSignatureBundle } from "@sigstore/bundle";
import { beforeEach, describe, expect, test } from "vitest";
import { mediaTypes } from "../../src/image/media-type.ts";
import { parseImageManifest } from "../../src/image/model.ts";
import { referrersTag } from "../../src/image/referrers/tagged-referrers.ts";
import type { ImageStore, RawManifest } from "../../src/image/store.ts";
import { bundleType, emptyType } from "../../src/provenance/artifacts/bundle-type.ts";
import { allGates, provenanceGate } from "../../src/provenance/provenance-gate.ts";
import { predicateTypes } from "../../src/provenance/statements/predicate-types.ts";
import {
  makeStatement,
  type Predicate,
  payloadType,
  signaturePredicate,
} from "../../src/provenance/statements/statement.ts";
import { trustedKey } from "../../src/provenance/verifying/trust.ts";
import type { Digest } from "../../src/tree/digest.ts";
import { digestOf } from "../../src/tree/digest.ts";
import { open } from "../image/samples.ts";
import { hostilePlace, jsonOf } from "./hostile-place.ts";
import { codesIn } from "./signing-place.ts";

const missing = ["SIGNATURE_MISSING", "ATTESTATION_MISSING"];
type Place = Awaited<ReturnType<typeof hostilePlace>>;

describe("a place that somebody hostile may write to", () => {
  let place: Place;
  let good: RawManifest;
  let treeDigest: Digest;
  beforeEach(async () => {
    place = await hostilePlace();
    const { outputs } = await place.bake({ to: "oci:out:good", signKey: "env://OURS" });
    treeDigest = outputs.treeDigest as Digest;
    good = await place.top("good");
  });

  /** An image that nobody has signed. */
  let nth = 0;
  async function unsigned(more: object = {}): Promise<RawManifest> {
    const tag = `unsigned-${nth++}`;
    await place.bake({ to: `oci:out:${tag}`, label: [`nth=${nth}`], ...more });
    return await place.top(tag);
  }
  const codes = async ({ digest }: { readonly digest: string }) => codesIn(await place.gate(`@${digest}`));
  const signed = ({ digest }: { readonly digest: Digest }, said: Predicate = signaturePredicate) =>
    place.keys.ours.signer.sign(makeStatement(digest, said));
  const identity = (tree: string, verdict = "clean"): Predicate => ({
    predicateType: predicateTypes.identity,
    predicate: { template: { name: "a", commit: null, treeDigest: tree }, gate: { verdict } },
  });

  test.each<[string, (image: RawManifest) => Promise<unknown>]>([
    [
      "the signatures of another image, each under a manifest that refers to this one",
      async (image) => {
        for (const said of [signaturePredicate, identity(treeDigest)])
          await place.putBundle(image, jsonOf(await signed(good, said)));
      },
    ],
    [
      "the other image's artifacts themselves, listed here",
      async (image) => {
        for (const entry of (await place.store.referrers?.of(good.digest)) ?? [])
          await place.list(image.digest, entry);
      },
    ],
    [
      "statements about this image by a key that does not count",
      async (image) => {
        for (const said of [signaturePredicate, identity(treeDigest)])
          await place.putBundle(
            image,
            jsonOf(await place.keys.theirs.signer.sign(makeStatement(image.digest, said))),
          );
      },
    ],
    [
      "a payload that was exchanged below its signature",
      async (image) => {
        const json = JSON.parse(jsonOf(await signed(good)));
        const payload = JSON.stringify(makeStatement(image.digest, signaturePredicate));
        json.dsseEnvelope.payload = Buffer.from(payload).toString("base64");
        await place.putBundle(image, JSON.stringify(json));
      },
    ],
    [
      "a signed statement whose envelope is of another type",
      async (image) => {
        const json = JSON.parse(jsonOf(await signed(image)));
        json.dsseEnvelope.payloadType = "application/json";
        await place.putBundle(image, JSON.stringify(json));
      },
    ],
    [
      "an envelope with two signatures, ours among them",
      async (image) => {
        const json = JSON.parse(jsonOf(await signed(image)));
        const { signatures } = json.dsseEnvelope;
        json.dsseEnvelope.signatures = [...signatures, ...signatures];
        await place.putBundle(image, JSON.stringify(json));
      },
    ],
    [
      "an envelope without a signature",
      async (image) => {
        const json = JSON.parse(jsonOf(await signed(image)));
        json.dsseEnvelope.signatures = [{ sig: "" }];
        await place.putBundle(image, JSON.stringify(json));
      },
    ],
    [
      "a signature that holds nothing that it is of",
      async (image) => {
        const digest = Buffer.from(image.digest.slice("sha256:".length), "hex");
        const signature = Buffer.alloc(64);
        const bundle = toMessageSignatureBundle({ digest, signature, keyHint: "" });
        await place.putBundle(image, jsonOf(bundle));
      },
    ],
    [
      "two bundles in one artifact",
      async (subject) => {
        const bytes = Buffer.from(jsonOf(await signed(subject)));
        const layer = { type: bundleType, bytes };
        await place.put(subject.digest, { subject, artifactType: bundleType, layers: [layer, layer] });
      },
    ],
    [
      "a bundle whose keys stand twice",
      async (image) => {
        const text = jsonOf(await signed(image));
        await place.putBundle(image, text.replace("{", '{"dsseEnvelope":null,'));
      },
    ],
    [
      "a bundle that says to have a gibibyte, and is not there",
      async ({ digest, mediaType, bytes }) => {
        const entry = await place.putManifest({
          ...{ schemaVersion: 2, mediaType: mediaTypes.ociManifest, artifactType: bundleType },
          config: { mediaType: emptyType, digest: digestOf(Buffer.from("{}")), size: 2 },
          layers: [{ mediaType: bundleType, digest: `sha256:${"0".repeat(64)}`, size: 1 << 30 }],
          subject: { mediaType, digest, size: bytes.length },
        });
        await place.list(digest, { ...entry, artifactType: bundleType });
      },
    ],
  ])("makes no image count by %s", async (_, attack) => {
    const image = await unsigned();
    await attack(image);
    expect(await codes(image)).toEqual(missing);
  });

  test("a signature of an index is none of its platforms, and one of a platform none of the index", async () => {
    const index = await unsigned({ platform: ["linux/amd64", "linux/arm64"] });
    const parsed = parseImageManifest(index, "the index");
    const [amd64, arm64] = parsed.kind === "index" ? parsed.manifests : [];
    if (!amd64 || !arm64) throw new Error("no index");
    for (const said of [signaturePredicate, identity(treeDigest)]) {
      await place.putBundle(index, jsonOf(await signed(index, said)));
      const child = await place.store.manifest({ kind: "digest", digest: arm64.digest });
      await place.putBundle(child, jsonOf(await signed(index, said)));
    }
    expect(await codes(index)).toEqual([]);
    expect(await codes(amd64)).toEqual(missing);
    expect(await codes(arm64)).toEqual(missing);
  });

  test.each([
    ["was made for another template", () => identity(`sha256:${"1".repeat(64)}`)],
    ["is of an image that the gate was not asked about", () => identity(treeDigest, "skipped")],
    ["has no digest of an identity", () => identity("clean")],
    ["has no verdict", () => ({ ...identity(treeDigest), predicate: { verdict: "clean" } })],
  ])("a signed statement that says clean and %s is refused", async (_, said) => {
    const image = await unsigned();
    await place.putBundle(image, jsonOf(await signed(image)));
    await place.putBundle(image, jsonOf(await signed(image, said())));
    expect(await codes(image)).toEqual(["ATTESTATION_DIFFERS"]);
    await place.putBundle(image, jsonOf(await signed(image, identity(treeDigest))));
    expect(await codes(image)).toEqual([]);
  });

  test("what is damaged, huge or foreign beside an image hides none of its signatures", async () => {
    await place.bake({ to: "oci:out:beset", label: ["beset=yes"], signKey: "env://OURS" });
    const image = await place.top("beset");
    const { digest } = image;
    await place.putBundle(image, "{");
    await place.putBundle(image, `{"mediaType":"${bundleType}"}`);
    // More than all bundles of an image may have together, in parts that each could be one.
    for (let part = 0; part < 5; part++)
      await place.put(digest, {
        ...{ subject: image, artifactType: bundleType },
        layers: [{ type: bundleType, bytes: Buffer.alloc(15 << 20, part) }],
      });
    const gone = { mediaType: mediaTypes.ociManifest, digest: digestOf(Buffer.from("gone")), size: 4 };
    await place.list(digest, { ...gone, artifactType: bundleType });
    const config = { mediaType: emptyType, digest: digestOf(Buffer.from("{}")), size: 2 };
    const manifest = { schemaVersion: 2, mediaType: mediaTypes.ociManifest, config };
    const envelope = "application/vnd.dsse.envelope.v1+json";
    await place.putManifest(
      { ...manifest, layers: [{ ...config, mediaType: envelope }] },
      `${referrersTag(digest)}.att`,
    );
    await place.putManifest(
      {
        ...manifest,
        layers: [
          {
            mediaType: "application/vnd.dev.cosign.simplesigning.v1+json",
            digest: gone.digest,
            size: 1 << 30,
          },
        ],
      },
      `${referrersTag(digest)}.sig`,
    );
    expect(await codes(image)).toEqual([]);
  });

  test("an older envelope counts with one signature, and not with two", async () => {
    for (const [copies, expected] of [
      [1, ["SIGNATURE_MISSING"]],
      [2, missing],
    ] as const) {
      const image = await unsigned();
      const { content } = await signed(image, identity(treeDigest));
      if (content.$case !== "dsseEnvelope") throw new Error("no envelope");
      const { payload, signatures } = content.dsseEnvelope;
      const sig = { sig: Buffer.from(signatures[0]?.sig ?? "").toString("base64") };
      const envelope = JSON.stringify({
        payloadType,
        payload: Buffer.from(payload).toString("base64"),
        signatures: Array.from({ length: copies }, () => sig),
      });
      const type = "application/vnd.dsse.envelope.v1+json";
      const entry = await place.put(image.digest, { layers: [{ type, bytes: Buffer.from(envelope) }] });
      const raw = await place.store.manifest({ kind: "digest", digest: entry.digest });
      await place.store.putManifest(raw, `${referrersTag(image.digest)}.att`);
      expect(await codes(image)).toEqual(expected);
    }
  });

  test("more bundles than are read is an error, and never clean", async () => {
    await place.bake({ to: "oci:out:many", label: ["many=yes"], signKey: "env://OURS" });
    const image = await place.top("many");
    const entries = Array.from({ length: 201 }, (_, at) => ({
      ...{ mediaType: mediaTypes.ociManifest, artifactType: bundleType, size: 4 },
      digest: digestOf(Buffer.from(`${at}`)),
    }));
    await place.store.referrers?.add(image.digest, entries);
    expect(await codes(image)).toEqual(["ATTESTATION_INVALID"]);
  });

  test("a tag that stands for one image and then for another shows no identity of the one with signatures of the other", async () => {
    const image = await unsigned();
    const { store } = place;
    const asked: Digest[] = [];
    let answers = 0;
    const turning: ImageStore = Object.create(store, {
      manifest: {
        value: (selector: Parameters<ImageStore["manifest"]>[0]) =>
          selector.kind === "tag"
            ? Promise.resolve(answers++ % 2 === 0 ? image : good)
            : store.manifest(selector),
      },
      referrers: { value: store.referrers },
    });
    const trust = { keys: [trustedKey("ours", place.keys.ours.public)], identities: [] };
    const ask = allGates(
      async ({ source, selector }) => {
        asked.push((await source.manifest(await selector)).digest);
        return [];
      },
      provenanceGate(turning, { trust, required: [predicateTypes.signature] }),
    );
    const findings = await ask({
      source: turning,
      selector: { kind: "tag", tag: "turning" },
      subject: "the image",
    });
    expect(asked).toEqual([image.digest]);
    expect(findings.map(({ code }) => code)).toEqual(["SIGNATURE_MISSING"]);
  });

  test("a promotion takes along what refers to the image, and nothing else that is listed there", async () => {
    await place.bake({ to: "oci:out:moved", label: ["moved=yes"], signKey: "env://OURS" });
    const image = await place.top("moved");
    const other = await unsigned();
    const { mediaType, digest: secret, bytes } = other;
    await place.list(image.digest, { mediaType, digest: secret, size: bytes.length });
    await place.store.putManifest(other, `${referrersTag(image.digest)}.sig`);
    const gone = { mediaType: mediaTypes.ociManifest, digest: digestOf(Buffer.from("gone")), size: 4 };
    await place.list(image.digest, gone);
    const config = { mediaType: emptyType, digest: digestOf(Buffer.from("{}")), size: 2 };
    const huge = await place.putManifest({
      ...{ schemaVersion: 2, mediaType: mediaTypes.ociManifest, config },
      layers: [{ mediaType: "application/octet-stream", digest: gone.digest, size: 2 ** 40 }],
      subject: { mediaType: image.mediaType, digest: image.digest, size: image.bytes.length },
    });
    await place.list(image.digest, huge);
    const { account } = await place.promote({
      from: [`oci:out@${image.digest}`],
      to: "oci:production:now",
      ...{ requireSignature: true, verifyKey: ["env://OURS_PUBLIC"] },
    });
    expect(account.join("\n")).toMatch(/carried along: 3 artifacts\n.*left behind: 4 artifacts/);
    const { store } = await open(`oci:${place.root}/production`);
    expect(await store.referrers?.of(image.digest)).toHaveLength(3);
    await expect(store.manifest({ kind: "digest", digest: secret })).rejects.toMatchObject({
      code: "IMAGE_MISSING",
    });
  });
});

test("a bundle with a key that is named in it is verified with ours alone", async () => {
  const place = await hostilePlace();
  await place.bake({ to: "oci:out:t" });
  const image = await place.top("t");
  const artifact = Buffer.from(JSON.stringify(makeStatement(image.digest, signaturePredicate)));
  const bundle = toDSSEBundle({
    artifact,
    artifactType: payloadType,
    signature: Buffer.alloc(64),
    keyHint: "",
  });
  const json = JSON.parse(jsonOf(bundle));
  json.verificationMaterial.publicKey = { hint: place.keys.ours.public };
  await place.putBundle(image, JSON.stringify(json));
  expect(codesIn(await place.gate(":t"))).toEqual(missing);
});
