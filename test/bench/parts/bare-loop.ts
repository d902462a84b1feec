// Downloads, inflates and hashes the layers of an image both ways, and does nothing else: HOST REPOSITORY TAG.
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";

const [host, repository, tag] = process.argv.slice(2);
const at = `http://${host}/v2/${repository}`;
const accept = "application/vnd.oci.image.manifest.v1+json";
const get = async (path: string, headers = {}) =>
  JSON.parse(await (await fetch(`${at}/${path}`, { headers })).text());
const manifest = await get(`manifests/${tag}`, { accept });
const config = await get(`blobs/${manifest.config.digest}`);
for (const [layer, { digest }] of manifest.layers.entries()) {
  const { body } = await fetch(`${at}/blobs/${digest}`);
  const compressed = createHash("sha256");
  const archive = createHash("sha256");
  const source = Readable.fromWeb(body as never).on("data", (chunk) => compressed.update(chunk));
  for await (const chunk of source.pipe(createGunzip({ chunkSize: 256 * 1024 }))) archive.update(chunk);
  if (`sha256:${compressed.digest("hex")}` !== digest) throw new Error("another blob");
  if (`sha256:${archive.digest("hex")}` !== config.rootfs.diff_ids[layer]) throw new Error("another archive");
}
