import { execFile } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { house } from "../../architecture/rooms.ts";
import { DockerRegistry } from "../../services/docker-registry.ts";
import { LoopbackProxy } from "../../services/loopback-proxy.ts";
import type { Point } from "./growth.ts";
import type { Grown } from "./growth-plot.ts";
import { writeTemplate } from "./remote-base.ts";

const run = promisify(execFile);

/** As many as are in use somewhere; which they are matters to nobody here. */
const platforms = [
  "amd64 arm64 arm/v7 arm/v6 386 ppc64le s390x riscv64",
  "mips64le mips64 loong64 arm/v5 ppc64 mips mipsle sparc64",
].flatMap((line) => line.split(" ").map((architecture) => `linux/${architecture}`));

/** Bakes and gates of images for so many platforms. Needs dist/ and docker-registry. */
export async function growPlatforms(scratch: string, sizes: readonly number[]): Promise<Grown> {
  const points = { bake: [] as Point[], gate: [] as Point[] };
  await using registry = await DockerRegistry.start();
  await using proxy = await LoopbackProxy.start(registry.host);
  const template = writeTemplate(join(scratch, "platform-template"));
  const before = writeTemplate(join(scratch, "platform-base"));
  for (const size of sizes) {
    const image = `docker://${proxy.host}/bench/platforms-${size}`;
    const env = { PATH: process.env.PATH ?? "", HOME: join(scratch, `platforms-${size}`) };
    const requestsOf = async (...args: readonly string[]) => {
      proxy.take();
      await run(process.execPath, [join(house, "dist/identikit.js"), ...args], { env });
      return proxy.take().requests.length;
    };
    const chosen = platforms.slice(0, size).flatMap((platform) => ["--platform", platform]);
    await requestsOf("bake", "--template", before, "--base", "scratch", ...chosen, "--to", `${image}:base`);
    const base = `${proxy.host}/bench/platforms-${size}:base`;
    const bake = await requestsOf("bake", "--template", template, "--base", base, "--to", `${image}:ours`);
    const gate = await requestsOf("gate", "--template", template, "--image", `${image}:ours`);
    points.bake.push({ size, value: bake });
    points.gate.push({ size, value: gate });
  }
  const common = { sizes: "platforms", values: "requests" };
  return {
    must: [
      { job: "Bake of an index", ...common, points: points.bake },
      { job: "Gate of an index", ...common, points: points.gate },
    ],
    mustNot: [],
  };
}
