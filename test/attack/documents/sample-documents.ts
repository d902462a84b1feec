import { createHash } from "node:crypto";

/** Gives a whole number below a bound. */
export type Random = (below: number) => number;

export type DocumentKind = "manifest" | "index" | "config" | "saved";
export const documentKinds: readonly DocumentKind[] = ["manifest", "index", "config", "saved"];

export const manifestType = "application/vnd.oci.image.manifest.v1+json";
export const indexType = "application/vnd.oci.image.index.v1+json";

/** One of several. */
export function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[random(items.length)] as Item;
}

/** A valid document, with what is optional in it there or not. */
export function sampleDocument(kind: DocumentKind, random: Random): unknown {
  const some = (members: object): object => (random(5) < 2 ? members : {});
  const texts = () => Array.from({ length: random(3) }, () => word(random));
  const annotations = () => Object.fromEntries(texts().map((key) => [key, word(random)]));
  const descriptor = (mediaType: string): object => ({
    mediaType,
    ...content(random),
    ...some({ annotations: annotations() }),
    ...some({ urls: texts() }),
    ...some({ artifactType: "application/x" }),
    ...some({ annotations: null, urls: null, platform: null }),
  });
  switch (kind) {
    case "manifest":
      return {
        schemaVersion: 2,
        ...some({ mediaType: manifestType }),
        config: descriptor("application/vnd.oci.image.config.v1+json"),
        layers: Array.from({ length: random(4) }, () =>
          descriptor("application/vnd.oci.image.layer.v1.tar+gzip"),
        ),
        ...some({ annotations: annotations() }),
        ...some({ subject: descriptor(manifestType) }),
        ...some({ "x-unknown": { b: [1, 0.5, null, true] } }),
      };
    case "index":
      return {
        schemaVersion: 2,
        ...some({ mediaType: indexType }),
        manifests: Array.from({ length: random(4) }, () => ({
          ...descriptor(pick(random, [manifestType, indexType])),
          ...some({ platform: samplePlatform(random) }),
        })),
        ...some({ annotations: annotations() }),
      };
    case "config":
      return {
        ...samplePlatform(random),
        ...some({ created: moment(random), author: word(random) }),
        ...(random(4) > 0 ? { config: containerConfig(random, some, texts) } : {}),
        rootfs: { type: "layers", diff_ids: Array.from({ length: random(3) }, () => digestOf(random)) },
        ...some({
          history: [{ created: moment(random), created_by: word(random), ...some({ empty_layer: true }) }],
        }),
        ...some({ docker_version: "20.10.24", container_config: { Cmd: null, User: "" } }),
        ...some({ "moby.buildkit.cache.v0": "e30=", "x-vendor": { weight: 7 } }),
      };
    case "saved":
      return Array.from({ length: 1 + random(2) }, () => ({
        Config: `${word(random)}.json`,
        RepoTags: random(3) === 0 ? null : texts(),
        Layers: texts(),
        ...some({ Parent: digestOf(random) }),
      }));
  }
}

function containerConfig(random: Random, some: (members: object) => object, texts: () => string[]): object {
  const set = () => Object.fromEntries(texts().map((key) => [key, {}]));
  return {
    ...some({ User: pick(random, ["", "0", "1000", "nobody:nogroup"]) }),
    ...some({ Env: texts(), Cmd: texts(), Entrypoint: null, WorkingDir: "/" }),
    ...some({ Labels: Object.fromEntries(texts().map((key) => [key, word(random)])) }),
    ...some({ Volumes: set(), ExposedPorts: set() }),
    ...some({ OnBuild: texts(), Shell: texts(), StopSignal: "SIGTERM" }),
    ...some({ Healthcheck: { Test: ["NONE"], Interval: 30_000_000_000, Retries: 3 } }),
    ...some({ Hostname: word(random), Tty: false, ArgsEscaped: true, StopTimeout: 10 }),
  };
}

export function samplePlatform(random: Random): Record<string, unknown> {
  return {
    architecture: pick(random, ["amd64", "arm64", "arm", "386", "s390x", "unknown"]),
    os: pick(random, ["linux", "windows", "unknown"]),
    ...(random(3) === 0 ? { variant: pick(random, ["v1", "v7", "v8", ""]) } : {}),
    ...(random(4) === 0 ? { "os.version": "10.0.17763.1", "os.features": ["win32k"] } : {}),
  };
}

/** A small blob's digest and size, and sometimes the blob itself. */
function content(random: Random): object {
  const blob = Buffer.from(word(random));
  const named = { digest: sha256(blob), size: blob.length };
  return random(5) === 0 ? { ...named, data: blob.toString("base64") } : named;
}

export function digestOf(random: Random): string {
  return sha256(Buffer.from(String(random(1000))));
}

function sha256(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

function moment(random: Random): string {
  return pick(random, [
    "2024-02-29T23:59:59Z",
    "1970-01-01T00:00:00Z",
    "2025-01-01T00:00:00.123456789+01:00",
    "0001-01-01T00:00:00Z",
  ]);
}

function word(random: Random): string {
  return pick(random, [
    "a",
    "A",
    "layers",
    "Layers",
    "org.example.x",
    "é",
    "ſ",
    "K",
    "日本",
    "😀",
    "a/b:c",
    "",
  ]);
}
