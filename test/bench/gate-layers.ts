// The gate of an image of 1 GB whose layers it has not seen, beside a bare loop that downloads, inflates and hashes the
// same layers both ways; the gate's peak memory; and the same gate with the base indexed. Needs dist/ and docker-registry.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { bakedTree } from "../../src/image/identity.ts";
import { readDirectory } from "../../src/tree/directory-reader.ts";
import { house } from "../architecture/rooms.ts";
import { DockerRegistry } from "../services/docker-registry.ts";
import { LoopbackProxy } from "../services/loopback-proxy.ts";
import { print } from "./parts/figure.ts";
import { pushFileLayers } from "./parts/file-layers.ts";
import { peakMemory, peakOf } from "./parts/peak-memory.ts";
import { median } from "./parts/ratio.ts";
import { writeTemplate } from "./parts/remote-base.ts";

const rounds = 5;
const layers = 5;
const layerBytes = 200_000_000;
const run = promisify(execFile);

const scratch = mkdtempSync(join(tmpdir(), "identikit-bench-"));
const template = writeTemplate(join(scratch, "template"));
await using registry = await DockerRegistry.start();
await using proxy = await LoopbackProxy.start(registry.host);
const destination = "opt/molecule-platform-agent-template";
const top = [...bakedTree(readDirectory(template))].map((file) => ({
  ...file,
  path: `${destination}/${file.path}`,
}));
// As a Dockerfile leaves it: the identity on top of the base, nothing made opaque, so that every layer matters.
await pushFileLayers(registry.host, "bench/big", {
  layers,
  layerBytes,
  top,
});

interface Taken {
  readonly ms: number;
  /** Peak resident memory of the process, in MiB. */
  readonly memory: number;
}

async function timed(program: string, ...args: string[]): Promise<Taken> {
  const start = performance.now();
  const { stderr } = await run(process.execPath, ["--import", peakMemory, program, ...args], {
    env: { PATH: process.env.PATH ?? "", HOME: join(scratch, "home") },
  });
  const ms = performance.now() - start;
  return { ms, memory: peakOf(stderr) };
}

const identikit = join(house, "dist/identikit.js");
const gate = (host: string) =>
  timed(identikit, "gate", "--json", "--template", template, "--image", `${host}/bench/big:x`);
const loop = () => timed(join(import.meta.dirname, "parts/bare-loop.ts"), registry.host, "bench/big", "x");
const forget = () => rmSync(join(scratch, "home"), { recursive: true, force: true });

const ratios: number[] = [];
const memory: number[] = [];
for (let round = 0; round < rounds; round++) {
  forget();
  const theirs = await loop();
  const ours = await gate(registry.host);
  ratios.push(ours.ms / theirs.ms);
  memory.push(ours.memory);
}
print("unindexed, 1 GB: wall time of the process, against the bare loop", median(ratios), { atMost: 1.2 });
print("unindexed, 1 GB: peak memory, MiB", Math.max(...memory), { atMost: 200 });
proxy.take();
const indexed = await gate(proxy.host);
const { requests, received } = proxy.take();
print(
  "indexed: blobs read besides the config",
  requests.filter((each) => each.includes("/blobs/")).length - 1,
  {
    atMost: 1,
  },
);
print("indexed: KiB", received / 1024, { atMost: 64 });
print("indexed: seconds", indexed.ms / 1000, { atMost: 1 });
rmSync(scratch, { recursive: true, force: true });
