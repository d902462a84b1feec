// A bake onto a remote base of 5 layers and 100 MB, beside what else puts the same files on the same base in the same registry: regctl, and
// skopeo with umoci by way of a layout on the disk; and the gate of the result, beside skopeo, `umoci unpack` and diff. All through a proxy
// that adds 20 ms to each answer, each a process of its own. What a peer has made has to pass our gate. Needs dist/ and docker-registry; a
// peer that is missing is skipped.
import { execFile, execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { bakedTree } from "../../src/image/identity.ts";
import { readDirectory } from "../../src/tree/directory-reader.ts";
import { house } from "../architecture/rooms.ts";
import { programPath } from "../requirement.ts";
import { DockerRegistry } from "../services/docker-registry.ts";
import { LoopbackProxy } from "../services/loopback-proxy.ts";
import { print, skip } from "./parts/figure.ts";
import { median } from "./parts/ratio.ts";
import { pushBase, writeTemplate } from "./parts/remote-base.ts";

const rounds = 5;
const destination = "opt/molecule-platform-agent-template";
const execute = promisify(execFile);
const scratch = mkdtempSync(join(tmpdir(), "identikit-bench-"));
const template = join(scratch, "template");
const layer = join(scratch, "layer.tar");
const layout = join(scratch, "layout");
const home = join(scratch, "home");

await using registry = await DockerRegistry.start();
await pushBase(registry.host, "bench/base", 5, 40_000_000);
await using proxy = await LoopbackProxy.start(registry.host, { latencyMs: 20 });
const repository = `${proxy.host}/bench/base`;

const run = (program: string, ...args: readonly string[]) =>
  execute(programPath(program) ?? program, args, {
    cwd: scratch,
    env: { PATH: process.env.PATH ?? "", HOME: home },
  });
const identikit = (...args: readonly string[]) =>
  run("node", join(house, "dist/identikit.js"), ...args, "--json", "--template", template);
const gate = (tag: string) => identikit("gate", "--image", `${repository}:${tag}`);

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** A template that no earlier round had, and its identity as the layer that peers are given. */
function writeRound(): void {
  writeTemplate(template);
  const top = join(scratch, "top");
  rmSync(top, { recursive: true, force: true });
  for (const { path, mode, bytes } of bakedTree(readDirectory(template))) {
    const file = join(top, destination, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    chmodSync(file, mode);
  }
  execFileSync("tar", ["-C", top, "--owner=0", "--group=0", "--mode=u+rwX,go+rX,go-w", "-cf", layer, "opt"]);
}

/** How each peer puts {@link layer} on the base. */
const bakes: Readonly<Record<string, (to: string) => Promise<void>>> = {
  regctl: async (to) => {
    await run("regctl", "image", "mod", `${repository}:base`, "--create", to, "--layer-add", `tar=${layer}`);
  },
  "skopeo and umoci": async (to) => {
    rmSync(layout, { recursive: true, force: true });
    await run("skopeo", "copy", "--src-tls-verify=false", `docker://${repository}:base`, "oci:layout:base");
    await run("umoci", "raw", "add-layer", "--image", "layout:base", "--tag", "ours", layer);
    await run("skopeo", "copy", "--dest-tls-verify=false", "oci:layout:ours", `docker://${repository}:${to}`);
  },
};

/** What it takes to compare the same files without us. */
async function unpackAndCompare(): Promise<void> {
  rmSync(layout, { recursive: true, force: true });
  const unpacked = join(scratch, "unpacked");
  rmSync(unpacked, { recursive: true, force: true });
  await run("skopeo", "copy", "--src-tls-verify=false", `docker://${repository}:ours`, "oci:layout:ours");
  await run("umoci", "unpack", "--rootless", "--image", "layout:ours", unpacked);
  await run("diff", "-r", join(scratch, "top", destination), join(unpacked, "rootfs", destination));
}

function lacks(...programs: readonly string[]): string | undefined {
  const missing = programs.filter((program) => programPath(program) === undefined);
  return missing.length === 0 ? undefined : `${missing.join(" and ")}: not on this machine`;
}

/** Ours against theirs, in turn, the first round left out. */
async function compare(
  what: string,
  {
    before = async () => {},
    ours,
    theirs,
  }: Record<"ours" | "theirs", () => Promise<unknown>> & { readonly before?: () => Promise<unknown> },
): Promise<void> {
  const found: { readonly our: number; readonly their: number }[] = [];
  const requests = { ours: 0, theirs: 0 };
  for (let round = 0; round <= rounds; round++) {
    writeRound();
    rmSync(home, { recursive: true, force: true });
    mkdirSync(home);
    if (programPath("regctl")) await run("regctl", "registry", "set", "--tls", "disabled", proxy.host);
    await before();
    proxy.take();
    const their = await milliseconds(theirs);
    requests.theirs = proxy.take().requests.length;
    const our = await milliseconds(ours);
    requests.ours = proxy.take().requests.length;
    if (round > 0) found.push({ our, their });
  }
  const middle = (side: "our" | "their") => median(found.map((each) => each[side])).toFixed(0);
  process.stdout.write(
    `  ours ${middle("our")} ms, ${requests.ours} requests; theirs ${middle("their")} ms, ${requests.theirs} requests\n`,
  );
  print(what, median(found.map(({ our, their }) => our / their)), { atMost: 1 });
}

const bake = (tag: string) =>
  identikit("bake", "--base", `${repository}:base`, "--to", `docker://${repository}:${tag}`);
try {
  const gates = "gate: wall time of the process, against skopeo, umoci unpack and diff";
  for (const [peer, put] of Object.entries(bakes)) {
    const what = `bake: wall time of the process, against ${peer}`;
    const lacking = lacks(...peer.split(" and "));
    if (lacking !== undefined) {
      skip(what, lacking);
      continue;
    }
    const tag = peer.replaceAll(" ", "-");
    await compare(what, { ours: () => bake("ours"), theirs: () => put(tag) });
    await gate(tag);
  }
  const lacking = lacks("skopeo", "umoci");
  if (lacking !== undefined) skip(gates, lacking);
  else
    await compare(gates, { before: () => bake("ours"), ours: () => gate("ours"), theirs: unpackAndCompare });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
