import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { house } from "../architecture/rooms.ts";
import { programPath } from "../requirement.ts";
import { writeFiles } from "../scratch.ts";
import { DockerEngine, requiresEngine } from "../services/docker-engine.ts";
import { identikitJson } from "./identikit.ts";

const template = join(house, "examples/fleet/templates/platform-agent");
const dockerfile = join(house, "Dockerfile.platform-agent");

/** The bundle holds the engine's client without the parts that Identikit never calls: what is left has to do. */
requiresEngine("openssl")("the built program and an engine", () => {
  let engine: DockerEngine;
  beforeAll(async () => {
    engine = await DockerEngine.start(undefined, { tls: true });
    const context = mkdtempSync(join(tmpdir(), "identikit-test-"));
    writeFiles(context, {
      Dockerfile: `FROM scratch\nCOPY busybox /bin/busybox\nRUN ["/bin/busybox", "--install", "-s", "/bin"]\n`,
      busybox: readFileSync(programPath("busybox") as string),
    });
    chmodSync(join(context, "busybox"), 0o755);
    engine.docker("build", "--network", "none", "-t", "platform:base", context);
    rmSync(context, { recursive: true });
  });
  afterAll(() => engine[Symbol.asyncDispose]());

  const ways: readonly (readonly [way: string, env: () => Readonly<Record<string, string>>])[] = [
    ["unix://", () => ({ DOCKER_HOST: engine.host })],
    ["tcp:// with TLS", () => engine.tls ?? {}],
  ];

  it.each(ways)("build, load and read images over %s", async (way, env) => {
    const name = way.slice(0, 3);
    const built = `docker-daemon:built:${name}`;
    const onBase = ["--template", template, "--base", "docker-daemon:platform:base"];
    const build = ["bake", ...onBase, "--builder", "docker", "--dockerfile", dockerfile, "--to", built];
    expect(await identikitJson(build, { env: env() })).toMatchObject({ code: 0, json: { changed: true } });
    const direct = ["bake", ...onBase, "--to", `docker-daemon:direct:${name}`];
    expect(await identikitJson(direct, { env: env() })).toMatchObject({ code: 0, json: { gated: true } });
    const check = ["gate", "--template", template, "--image", built];
    expect(await identikitJson(check, { env: env() })).toMatchObject({ code: 0, json: { result: "clean" } });
    const images = engine.docker("image", "ls", "--format", "{{.Repository}}:{{.Tag}}");
    expect(images).toContain(`built:${name}`);
    expect(images).toContain(`direct:${name}`);
  });

  it("over tcp:// shows its own certificate and asks for that of the engine", async () => {
    const check = ["gate", "--template", template, "--image", "docker-daemon:platform:base"];
    const { DOCKER_HOST = "" } = engine.tls ?? {};
    const plain = await identikitJson(check, { env: { DOCKER_HOST } });
    const nameless = await identikitJson(check, { env: { DOCKER_HOST, DOCKER_TLS_VERIFY: "1" } });
    for (const { code, json } of [plain, nameless]) {
      expect(code).toBe(1);
      expect(json.error.code).toMatch(/^ENGINE_(UNREACHABLE|FAILED)$/);
    }
  });

  it("over ssh:// is refused in one clear line", async () => {
    const check = ["gate", "--template", template, "--image", "docker-daemon:platform:base"];
    const { code, json } = await identikitJson(check, { env: { DOCKER_HOST: "ssh://someone@127.0.0.1" } });
    expect(code).toBe(1);
    expect(json.error).toMatchObject({
      code: "ENGINE_UNREACHABLE",
      message: expect.stringContaining("ssh"),
      remedy: expect.stringContaining("tcp://host:port"),
    });
  });
});
