import { randomBytes, randomFillSync } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Descriptor, ImageSink } from "../../../src/image/store.ts";
import { digestOf } from "../../../src/tree/digest.ts";
import { archiveOf } from "../../image/registry/sample-image.ts";
import { openForPush } from "./open-for-push.ts";

/** Half of what a layer holds is random and half is nothing, so that inflating it is some work. */
const block = 64 * 1024;

/** Pushes an image of so many layers of so many bytes, under the tag `base`; one layer is in memory at a time. */
export async function pushBase(
  host: string,
  repository: string,
  layers: number,
  bytes: number,
): Promise<void> {
  await using store = openForPush(host, repository);
  const diffIds: string[] = [];
  const descriptors: Descriptor[] = [];
  for (let index = 0; index < layers; index++) {
    const archive = archiveOf(`layer-${index}`, sparse(bytes));
    diffIds.push(digestOf(archive));
    const layer = gzipSync(archive, { level: 1 });
    descriptors.push(await put(store, layer, "application/vnd.oci.image.layer.v1.tar+gzip"));
  }
  const rootfs = { type: "layers", diff_ids: diffIds };
  const config = { architecture: "amd64", os: "linux", config: {}, rootfs };
  const mediaType = "application/vnd.oci.image.manifest.v1+json";
  const configType = "application/vnd.oci.image.config.v1+json";
  const described = await put(store, Buffer.from(JSON.stringify(config)), configType);
  const manifest = { schemaVersion: 2, mediaType, config: described, layers: descriptors };
  const text = Buffer.from(JSON.stringify(manifest));
  await store.putManifest({ bytes: text, mediaType, digest: digestOf(text) }, "base");
}

async function put(sink: ImageSink, bytes: Uint8Array, mediaType: string): Promise<Descriptor> {
  const descriptor = { mediaType, digest: digestOf(bytes), size: bytes.length };
  await sink.putBlob(descriptor, async function* () {
    yield bytes;
  });
  return descriptor;
}

function sparse(size: number): Buffer {
  const content = Buffer.alloc(size);
  for (let at = 0; at < size; at += 2 * block) randomFillSync(content, at, Math.min(block, size - at));
  return content;
}

/** A template whose identity no earlier round had. */
export function writeTemplate(directory: string): string {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(join(directory, "prompts"), { recursive: true });
  const files = {
    "config.yaml": "name: concierge\nruntime: claude-code\n",
    "mcp_servers.yaml": "servers: {}\n",
    "prompts/concierge.md": `You greet whoever comes in. ${randomBytes(16).toString("hex")}\n`,
  };
  for (const [path, text] of Object.entries(files)) writeFileSync(join(directory, path), text);
  return directory;
}
