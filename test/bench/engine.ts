// Bake and push onto a remote base of 300 MB, beside an engine that pulls it, builds Dockerfile.platform-agent and pushes;
// and the gate of the result, beside an engine that pulls the image and copies the files out. Each from cold, the whole
// process. Needs dist/, docker-registry, dockerd, docker and busybox, and to be root.
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { markerName, markerScript } from "../../src/image/identity.ts";
import { house } from "../architecture/rooms.ts";
import { programPath } from "../requirement.ts";
import { DockerEngine } from "../services/docker-engine.ts";
import { DockerRegistry } from "../services/docker-registry.ts";
import { print } from "./parts/figure.ts";
import { pushFileLayers } from "./parts/file-layers.ts";
import { median } from "./parts/ratio.ts";
import { writeTemplate } from "./parts/remote-base.ts";

const rounds = 3;
const run = promisify(execFile);
const scratch = mkdtempSync(join(tmpdir(), "identikit-bench-"));
const template = join(scratch, "template");

await using registry = await DockerRegistry.start();
const shell = readFileSync(programPath("busybox") ?? "busybox");
const top = ["bin/chmod", "bin/sh"].map((path) => ({ path, mode: 0o755, bytes: shell }));
await pushFileLayers(registry.host, "bench/base", { layers: 5, layerBytes: 120_000_000, top });
const base = `${registry.host}/bench/base:x`;

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

const identikit = (...args: string[]) =>
  run(process.execPath, [join(house, "dist/identikit.js"), ...args, "--json", "--template", template], {
    env: { PATH: process.env.PATH ?? "", HOME: join(scratch, "home") },
  });

const bakes: number[] = [];
const gates: number[] = [];
for (let round = 0; round < rounds; round++) {
  writeTemplate(template);
  rmSync(join(scratch, "home"), { recursive: true, force: true });
  const baked = `${registry.host}/bench/base:ours-${round}`;
  const ourBake = await seconds(() => identikit("bake", "--base", base, "--to", baked));

  await using engine = await DockerEngine.start();
  const docker = async (...args: string[]) => {
    const env = { ...process.env, DOCKER_HOST: engine.host, DOCKER_BUILDKIT: "0" };
    return (await run("docker", args, { env })).stdout.trim();
  };
  const context = mkdtempSync(join(scratch, "context-"));
  // As identikit fetch stages it: the template's files are all of its identity.
  const staged = join(context, "template@identity");
  cpSync(template, staged, { recursive: true });
  writeFileSync(join(staged, markerName), markerScript, { mode: 0o755 });
  const built = `${registry.host}/bench/base:theirs-${round}`;
  const theirBake = await seconds(async () => {
    await docker("pull", base);
    const given = [
      "--build-arg",
      `BASE_IMAGE=${base}`,
      "--build-arg",
      "PLATFORM_AGENT_TEMPLATE_DIR=template",
    ];
    const file = join(house, "Dockerfile.platform-agent");
    await docker("build", "--network", "none", "-f", file, ...given, "-t", built, context);
    await docker("push", built);
  });
  bakes.push(theirBake / ourBake);

  const ourGate = await seconds(() => identikit("gate", "--image", baked));
  await using cold = await DockerEngine.start();
  const env = { ...process.env, DOCKER_HOST: cold.host };
  const theirGate = await seconds(async () => {
    await run("docker", ["pull", baked], { env });
    const { stdout } = await run("docker", ["create", baked, "/bin/sh"], { env });
    const from = `${stdout.trim()}:/opt/molecule-platform-agent-template`;
    await run("docker", ["cp", from, join(scratch, `copied-${round}`)], { env });
  });
  gates.push(theirGate / ourGate);
}
print("bake: times as fast as engine pull, build and push", median(bakes), { atLeast: 4 });
print("gate: times as fast as engine pull and copy", median(gates), { atLeast: 10 });
rmSync(scratch, { recursive: true, force: true });
