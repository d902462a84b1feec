// Bake and push onto a remote base of 5 layers and 300 MB, beside `crane append` of the same files, both through a proxy
// that adds 20 ms to each answer; then the same bake again, and the gate. Needs dist/, docker-registry and crane.
import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { house } from "../architecture/rooms.ts";
import { programPath } from "../requirement.ts";
import { DockerRegistry } from "../services/docker-registry.ts";
import { LoopbackProxy } from "../services/loopback-proxy.ts";
import { print } from "./parts/figure.ts";
import { median } from "./parts/ratio.ts";
import { pushBase, writeTemplate } from "./parts/remote-base.ts";

const rounds = 9;
const crane = programPath("crane") ?? "crane";
const scratch = mkdtempSync(join(tmpdir(), "identikit-bench-"));
const run = promisify(execFile);

await using registry = await DockerRegistry.start();
await pushBase(registry.host, "bench/base", 5, 120_000_000);
await using proxy = await LoopbackProxy.start(registry.host, { latencyMs: 20 });
const base = `${proxy.host}/bench/base:base`;

interface Taken {
  readonly ms: number;
  readonly requests: number;
  readonly sent: number;
  readonly received: number;
}

async function timed(program: string, args: readonly string[]): Promise<Taken> {
  proxy.take();
  const start = performance.now();
  const home = join(scratch, "home");
  await run(program, args, { cwd: scratch, env: { PATH: process.env.PATH ?? "", HOME: home } });
  const ms = performance.now() - start;
  const { requests, sent, received } = proxy.take();
  return { ms, requests: requests.length, sent, received };
}

const identikit = (...args: string[]) =>
  timed(process.execPath, [join(house, "dist/identikit.js"), ...args, "--json"]);
const bake = (template: string, to: string) =>
  identikit("bake", "--template", template, "--base", base, "--to", to);
const gate = (template: string, image: string) => identikit("gate", "--template", template, "--image", image);

async function append(template: string, to: string): Promise<Taken> {
  const layer = join(scratch, "layer.tar");
  execFileSync("tar", [
    "-C",
    template,
    "--transform",
    "s,^,opt/molecule-platform-agent-template/,",
    "-cf",
    layer,
    ".",
  ]);
  return await timed(crane, ["append", "--insecure", "-b", base, "-t", to, "-f", layer]);
}

const template = join(scratch, "template");
for (const [where, repository, most] of [
  ["same repository", "bench/base", 7],
  ["across repositories", "bench/derived", 12],
] as const) {
  const times: { ours: number; gated: number; theirs: number }[] = [];
  let ours: Taken | undefined;
  let theirs: Taken | undefined;
  for (let round = 0; round < rounds; round++) {
    writeTemplate(template);
    const target = where === "same repository" ? repository : `${repository}-${round}`;
    theirs = await append(template, `${proxy.host}/${target}:crane-${round}`);
    const image = `docker://${proxy.host}/${target}:ours-${round}`;
    ours = await bake(template, image);
    const gated = await gate(template, image);
    if (round > 0) times.push({ ours: ours.ms, gated: gated.ms, theirs: theirs.ms });
  }
  if (!ours || !theirs) throw new Error("no round");
  print(`${where}: requests (crane append: ${theirs.requests})`, ours.requests, { atMost: most });
  print(`${where}: KiB up`, ours.sent / 1024, { atMost: 64 });
  print(`${where}: KiB down`, ours.received / 1024, { atMost: 64 });
  for (const [what, own] of [
    ["bake", "ours"],
    ["gate", "gated"],
  ] as const) {
    const ratio = median(times.map((time) => time[own] / time.theirs));
    print(`${where}: wall time of a ${what}, against crane append`, ratio, { atMost: 0.8 });
  }
}

const image = `docker://${proxy.host}/bench/base:again`;
await bake(template, image);
const warm = await bake(template, image);
print("the same bake again: requests, warm", warm.requests, { atMost: 2 });
rmSync(join(scratch, "home"), { recursive: true, force: true });
const cold = await bake(template, image);
print("the same bake again: requests, cold", cold.requests, { atMost: 3 });
print("the same bake again: KiB up", (warm.sent + cold.sent) / 1024, { atMost: 0 });
const gated = await gate(template, image);
print("gate: requests", gated.requests, { atMost: 3 });
print("gate: KiB", (gated.sent + gated.received) / 1024, { atMost: 64 });
rmSync(scratch, { recursive: true, force: true });
