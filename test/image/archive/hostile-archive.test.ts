import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { verdictOf } from "../../../src/fault/finding.ts";
import { digestOf } from "../../../src/tree/digest.ts";
import { scratchDirectory } from "../../scratch.ts";
import { badLayer, goodLayer } from "../document-image.ts";
import { gate, open } from "../samples.ts";
import { type TestEntry, tarHeader } from "../tar-entries.ts";

type Member = Partial<Omit<TestEntry, "content">> & {
  readonly name: string;
  readonly content?: string | Buffer;
};

/** An archive of members, in their order. */
function tar(members: readonly Member[], rest = Buffer.alloc(1024)): Buffer {
  const blocks = members.flatMap(({ name, content = "", ...more }) => {
    const bytes = Buffer.from(content);
    const entry = { type: "file", ...more, path: name } as TestEntry;
    return [tarHeader(entry, bytes.length), bytes, Buffer.alloc(-bytes.length & 511)];
  });
  return Buffer.concat([...blocks, rest]);
}

interface Saved {
  readonly item: object;
  readonly config: Member;
  readonly layer: Member;
  /** Its manifest as an entry of an index, and as a member. */
  readonly entry: Readonly<Record<string, unknown>>;
  readonly manifest: Member;
}

/** One image, as `manifest.json` and as a layout know it. */
function saved(layer: Buffer, tag: string): Saved {
  const config = JSON.stringify({
    os: "linux",
    architecture: "amd64",
    rootfs: { type: "layers", diff_ids: [digestOf(layer)] },
  });
  const layerMember = { name: blob(layer), content: layer };
  const type = "application/vnd.oci.image";
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: `${type}.manifest.v1+json`,
    config: { mediaType: `${type}.config.v1+json`, digest: digestOf(config), size: config.length },
    layers: [{ mediaType: `${type}.layer.v1.tar`, digest: digestOf(layer), size: layer.length }],
  });
  return {
    item: { Config: blob(config), RepoTags: [tag], Layers: [layerMember.name] },
    config: { name: blob(config), content: config },
    layer: layerMember,
    entry: {
      mediaType: `${type}.manifest.v1+json`,
      digest: digestOf(manifest),
      size: manifest.length,
      annotations: { "io.containerd.image.name": `docker.io/${tag}` },
    },
    manifest: { name: blob(manifest), content: manifest },
  };
}

function blob(content: string | Buffer): string {
  return `blobs/sha256/${digestOf(Buffer.from(content)).slice("sha256:".length)}`;
}

const good = saved(goodLayer, "a/b:c");
const bad = saved(badLayer, "a/b:c");
const listOf = (...items: readonly object[]): Member => ({
  name: "manifest.json",
  content: JSON.stringify(items),
});
const indexOf = (...manifests: readonly object[]): Member => ({
  name: "index.json",
  content: JSON.stringify({ schemaVersion: 2, manifests }),
});
const marker: Member = { name: "oci-layout", content: '{"imageLayoutVersion":"1.0.0"}' };
const blobs = [good.config, good.layer];
const both = [marker, ...blobs, good.manifest];
const everything = [...both, bad.config, bad.layer, bad.manifest];

async function gateOf(archive: Buffer, reference = ":a/b:c"): Promise<string> {
  const path = join(scratchDirectory(), "x.tar");
  writeFileSync(path, archive);
  const image = await open(`docker-archive:${path}${reference}`);
  const findings = await gate()({ source: image.store, selector: image.select(), subject: "x" });
  return [verdictOf(findings), ...new Set(findings.map(({ code }) => code))].join(" ");
}

describe("an archive that all programs read alike is gated:", () => {
  it.each<[string, readonly Member[]]>([
    ["of manifest.json alone", [listOf(good.item), ...blobs]],
    ["with names that begin with ./", [listOf(good.item), ...blobs].map(under("./"))],
    [
      "with directories, also twice",
      [dir("blobs"), dir("blobs/sha256"), dir("blobs"), listOf(good.item), ...blobs],
    ],
    ["with a layout that says the same", [listOf(good.item), indexOf(good.entry), ...both]],
    [
      "with a layer that is a link to another's, as old engines save them",
      [
        listOf({ ...good.item, Layers: ["x/layer.tar"] }),
        good.config,
        { name: "y/layer.tar", content: goodLayer },
        { name: "x/layer.tar", type: "symlink", target: "../y/layer.tar" },
      ],
    ],
    [
      "with an index of one platform that was saved, one that was not, and an attestation",
      withNested([
        good.entry,
        elsewhere("arm64"),
        { ...bad.entry, platform: platform("unknown", "unknown") },
      ]),
    ],
    [
      "with the names of a legacy file, which no engine reads beside manifest.json",
      [listOf(good.item), ...blobs, { name: "repositories", content: '{"x":{"y":"z"}}' }],
    ],
  ])("%s", async (_, members) => {
    expect(await gateOf(tar(members))).toBe("clean");
    expect(await gateOf(tar(members), "")).toBe("clean");
  });
});

describe("an archive that programs read differently is unverified:", () => {
  const list = listOf(good.item);
  const other = listOf(bad.item);
  it.each<[string, readonly Member[]]>([
    ["two manifest.json", [list, ...everything, other]],
    ["./manifest.json beside manifest.json", [list, ...everything, under("./")(other)]],
    ["/manifest.json beside manifest.json", [list, ...everything, under("/")(other)]],
    ["Manifest.JSON beside manifest.json", [list, ...everything, { ...other, name: "Manifest.JSON" }]],
    ["manifest.json by way of another directory", [list, ...everything, under("x/../")(other)]],
    ["a manifest.json that is a link", [{ ...list, name: "x" }, ...blobs, linkTo("x", "manifest.json")]],
    [
      "a config that is a link",
      [list, good.layer, { ...good.config, name: "x" }, linkTo("../../x", good.config.name)],
    ],
    ["a config twice", [list, ...blobs, { ...bad.config, name: good.config.name }]],
    ["a layer twice", [list, ...blobs, { ...bad.layer, name: good.layer.name }]],
    ["a directory where a layer is", [list, ...blobs, dir(good.layer.name)]],
    ["`Layers` and `layers`", [listOf({ ...good.item, layers: [bad.layer.name] }), ...everything]],
    ["`Config` and `config`", [listOf({ ...good.item, config: bad.config.name }), ...everything]],
    ["one name for two images", [listOf(good.item, bad.item), ...everything]],
    ["a layout with another image", [list, indexOf(bad.entry), ...everything]],
    ["a layout with one image more", [list, indexOf(good.entry, bad.entry), ...everything]],
    [
      "a layout with one image less",
      [listOf(good.item, { ...bad.item, RepoTags: ["x:y"] }), indexOf(good.entry), ...everything],
    ],
    [
      "a layout that has the images' names the other way round",
      [
        listOf(good.item, { ...bad.item, RepoTags: ["x/y:z"] }),
        indexOf({ ...bad.entry, annotations: good.entry.annotations }, renamed(good.entry, "x/y:z")),
        ...everything,
      ],
    ],
    ["a layout of nothing", [list, indexOf(), ...both]],
    [
      "an index with `Manifests`",
      [
        list,
        { ...indexOf(good.entry), content: '{"schemaVersion":2,"manifests":[],"Manifests":[]}' },
        ...both,
      ],
    ],
    ["two index.json", [list, indexOf(good.entry), ...everything, indexOf(bad.entry)]],
    [
      "an index of two platforms, of which manifest.json has one",
      withNested([good.entry, { ...bad.entry, platform: platform("linux", "arm64") }]),
    ],
  ])("%s", async (_, members) => {
    expect(await gateOf(tar(members))).toBe("unverified IMAGE_AMBIGUOUS");
  });

  it("another archive after its end", async () => {
    const first = tar([list, ...blobs]);
    expect(await gateOf(Buffer.concat([first, tar([other, bad.config, bad.layer])]))).toBe(
      "unverified IMAGE_AMBIGUOUS",
    );
    expect(await gateOf(Buffer.concat([first, Buffer.alloc(9216)]))).toBe("clean");
  });
});

describe("a malformed archive is unverified:", () => {
  it.each<[string, string, readonly Member[]]>([
    ["a device", "IMAGE_INVALID", [listOf(good.item), ...blobs, { name: "x", type: "device" }]],
    ["no list", "IMAGE_INVALID", [{ name: "manifest.json", content: "{}" }, ...blobs]],
    ["no config", "IMAGE_INVALID", [listOf(good.item), good.layer]],
    [
      "another version of layouts",
      "IMAGE_INVALID",
      [
        listOf(good.item),
        indexOf(good.entry),
        ...both.slice(1),
        { ...marker, content: '{"imageLayoutVersion":"2.0.0"}' },
      ],
    ],
    [
      "a manifest under another's digest",
      "DIGEST_MISMATCH",
      [
        listOf(good.item),
        indexOf(good.entry),
        marker,
        ...blobs,
        { ...bad.manifest, name: good.manifest.name },
      ],
    ],
  ])("%s: %s", async (_, code, members) => {
    expect(await gateOf(tar(members))).toBe(`unverified ${code}`);
  });
});

function under(prefix: string): (member: Member) => Member {
  return (member) => ({ ...member, name: `${prefix}${member.name}` });
}

function dir(name: string): Member {
  return { name, type: "directory" };
}

function linkTo(target: string, name: string): Member {
  return { name, type: "symlink", target };
}

function platform(os: string, architecture: string): object {
  return { os, architecture };
}

function renamed(entry: object, name: string): object {
  return { ...entry, annotations: { "io.containerd.image.name": `docker.io/${name}` } };
}

function elsewhere(architecture: string): object {
  return { ...good.entry, digest: digestOf(architecture), platform: platform("linux", architecture) };
}

/** An archive whose layout has one index below `index.json`. */
function withNested(manifests: readonly object[]): Member[] {
  const mediaType = "application/vnd.oci.image.index.v1+json";
  const nested = JSON.stringify({ schemaVersion: 2, mediaType, manifests });
  const entry = {
    mediaType,
    digest: digestOf(nested),
    size: nested.length,
    annotations: good.entry.annotations,
  };
  return [listOf(good.item), indexOf(entry), { name: blob(nested), content: nested }, ...everything];
}
