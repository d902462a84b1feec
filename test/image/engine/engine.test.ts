import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { gateFor } from "../../../src/gate/gate.ts";
import { bake } from "../../../src/image/bake.ts";
import { type BuildOptions, build } from "../../../src/image/engine/build.ts";
import { markerName, markerScript, selectIdentity } from "../../../src/image/identity.ts";
import type { OpenedReference } from "../../../src/image/places.ts";
import { promote, publish } from "../../../src/image/publish.ts";
import { parseImageReference, parseStoredReference } from "../../../src/image/reference.ts";
import { readDirectory } from "../../../src/tree/directory-reader.ts";
import { programPath } from "../../requirement.ts";
import { scratchDirectory, writeFiles } from "../../scratch.ts";
import { DockerEngine, requiresEngine } from "../../services/docker-engine.ts";
import { expectValidImage } from "../expect-valid-image.ts";
import { open, places } from "../samples.ts";

const root = new URL("../../../", import.meta.url).pathname;
const dockerfile = readFileSync(join(root, "Dockerfile.platform-agent"), "utf8");
const fleet = readDirectory(join(root, "examples/fleet/templates/platform-agent"));
const gate = gateFor({ template: fleet });

requiresEngine()("a Docker Engine", () => {
  let engine: DockerEngine;

  beforeAll(async () => {
    engine = await DockerEngine.start();
    const context = mkdtempSync(join(tmpdir(), "identikit-test-"));
    writeFiles(context, {
      Dockerfile: baseDockerfile,
      busybox: readFileSync(programPath("busybox") as string),
    });
    chmodSync(join(context, "busybox"), 0o755);
    engine.docker("build", "--network", "none", "-t", "platform:base", context);
    rmSync(context, { recursive: true });
  });
  afterAll(() => engine[Symbol.asyncDispose]());

  const at = (reference: string): Promise<OpenedReference> =>
    places({ env: { DOCKER_HOST: engine.host } }).open(parseStoredReference(reference), "push");
  const options = async (to: string, more: Partial<BuildOptions> = {}): Promise<BuildOptions> => ({
    template: fleet,
    dockerfile,
    base: parseImageReference("docker-daemon:platform:base"),
    to: await at(to),
    gate,
    env: { DOCKER_HOST: engine.host },
    signal: new AbortController().signal,
    ...more,
  });

  it("builds Dockerfile.platform-agent from the fleet's template, and its image says so when it is run", async () => {
    const result = await build(await options("docker-daemon:molecule-ai/platform-platform-agent:x"));
    expect(result.treeDigest).toBe(selectIdentity(fleet, "fleet").digest);
    expect(
      engine
        .docker("image", "inspect", "--format", "{{.Id}}", "molecule-ai/platform-platform-agent:x")
        .trim(),
    ).toBe(result.digest);
    const script =
      "/opt/molecule-platform-agent-template/IMAGE_BAKED_IDENTITY_PRESENT 2>&1 >/dev/null; id -u";
    const args = [
      "run",
      "--rm",
      "--network",
      "none",
      "molecule-ai/platform-platform-agent:x",
      "/bin/sh",
      "-c",
      script,
    ];
    const [line, user, ...rest] = engine
      .docker(...args)
      .trim()
      .split("\n");
    expect(line).toMatch(/image-baked identity is present; it is a last resort/);
    expect({ user, rest }).toEqual({ user: "1000", rest: [] });
  });

  it("builds to a layout, and the direct builder's identity on the same base is the same", async () => {
    const directory = scratchDirectory();
    const built = await build(await options(`oci:${directory}:built`));
    const base = await at("docker-daemon:platform:base");
    const baked = await bake({ template: fleet, base, to: await open(`oci:${directory}:baked`), gate });
    expect(baked.treeDigest).toBe(built.treeDigest);
    for (const tag of ["built", "baked"]) {
      const place = await open(`oci:${directory}:${tag}`);
      await expectValidImage(place.store, await place.select());
    }
  });

  it("gives no name to an image that the gate refuses", async () => {
    const stale = writeFiles(
      scratchDirectory(),
      Object.fromEntries([...fleet].map(({ path, bytes }) => [path, bytes])),
    );
    writeFiles(stale, { "prompts/new.md": "added since" });
    const strict = gateFor({ template: readDirectory(stale) });
    await expect(build(await options("docker-daemon:never:named", { gate: strict }))).rejects.toMatchObject({
      code: "GATE_FAILED",
      message: expect.stringContaining("prompts/new.md"),
    });
    expect(() => engine.docker("image", "inspect", "never:named")).toThrow(/No such image/);
  });

  it("takes what is published to it, and runs it", async () => {
    const layout = await open(`oci:${scratchDirectory()}:x`);
    const base = await at("docker-daemon:platform:base");
    await bake({ template: fleet, base, to: layout, gate });
    const to = await at("docker-daemon:from-layout:x");
    const tags = ["x", "y"];
    expect(await publish({ from: layout, to, tags, gate })).toMatchObject({ changed: true });
    const again = () => at("docker-daemon:from-layout:x");
    expect(await publish({ from: layout, to: await again(), tags, gate })).toMatchObject({ changed: false });
    engine.docker("tag", "platform:base", "from-layout:y");
    expect(await publish({ from: layout, to: await again(), tags, gate })).toMatchObject({ changed: true });
    const args = ["run", "--rm", "--network", "none", "from-layout:y", "/bin/sh", "-c"];
    const sums = engine.docker(...args, "cd /opt/molecule-platform-agent-template && sha256sum config.yaml");
    expect(`sha256:${sums.slice(0, 64)}`).toBe(fleet.get("config.yaml")?.digest);
  });

  it("says of a direct bake into it whether something changed, and of a tag what it was", async () => {
    const base = await at("docker-daemon:platform:base");
    const baking = async () => bake({ template: fleet, base, to: await at("docker-daemon:direct:x"), gate });
    expect(await baking()).toMatchObject({ changed: true });
    const again = await baking();
    expect(again).toMatchObject({ changed: false });
    const layout = await open(`oci:${scratchDirectory()}:x`);
    await bake({ template: fleet, base, to: layout, gate });
    const { reference } = layout;
    const from = await open(`oci:${"directory" in reference ? reference.directory : ""}@${again.digest}`);
    engine.docker("tag", "platform:base", "moved:x");
    const id = engine.docker("image", "inspect", "--format", "{{.Id}}", "platform:base").trim();
    const to = async () => await at("docker-daemon:moved:x");
    expect(await promote({ from, to: await to(), gate: "skip" })).toMatchObject({
      changed: true,
      previousDigest: id,
    });
    expect(await promote({ from, to: await to(), gate: "skip" })).toMatchObject({ changed: false });
  });

  it("shows the gate what its own instructions made of the identity", async () => {
    const context = scratchDirectory();
    const staged = join(context, "t@identity");
    const identity = [...selectIdentity(fleet, "fleet")].map(({ path, bytes }) => [path, bytes]);
    writeFiles(staged, { ...Object.fromEntries(identity), [markerName]: markerScript });
    chmodSync(join(staged, markerName), 0o755);
    writeFiles(context, { Dockerfile: dockerfile + spoilt });
    const args = ["--build-arg", "BASE_IMAGE=platform:base", "--build-arg", "PLATFORM_AGENT_TEMPLATE_DIR=t"];
    engine.docker("build", "--network", "none", "-t", "spoilt:x", ...args, context);
    const image = await at("docker-daemon:spoilt:x");
    const findings = await gate({ source: image.store, selector: await image.select(), subject: "spoilt" });
    expect(findings.map(({ code, path }) => `${code} ${path}`)).toEqual([
      "FILE_CHANGED config.yaml",
      "FILE_TYPE mcp_servers.yaml",
      "FILE_EXTRA prompts/.hidden",
      "FILE_MODE prompts/concierge.md",
      "FILE_OWNER prompts/concierge.md",
    ]);
  });

  it("is named where it says no, and where it is not there", async () => {
    const bad = options("docker-daemon:x:x", {
      dockerfile: "ARG BASE_IMAGE\nFROM ${BASE_IMAGE}\nRUN exit 7\n",
    });
    await expect(build(await bad)).rejects.toMatchObject({
      code: "ENGINE_FAILED",
      message: expect.stringMatching(/7/),
    });
    const missing = await at("docker-daemon:no-such:image");
    await expect(missing.select()).rejects.toMatchObject({ code: "IMAGE_MISSING" });
    const env = { DOCKER_HOST: `unix://${scratchDirectory()}/nothing` };
    const nowhere = await places({ env }).open(parseStoredReference("docker-daemon:a:b"));
    await expect(nowhere.select()).rejects.toMatchObject({ code: "ENGINE_UNREACHABLE" });
  });
});

const baseDockerfile = `FROM scratch
COPY busybox /bin/busybox
RUN ["/bin/busybox", "--install", "-s", "/bin"]
USER 1000
`;

const spoilt = `USER 0
RUN cd /opt/molecule-platform-agent-template && echo changed > config.yaml \\
 && rm mcp_servers.yaml && ln -s config.yaml mcp_servers.yaml && echo x > prompts/.hidden
RUN chmod 0666 /opt/molecule-platform-agent-template/prompts/concierge.md \\
 && chown 3:3 /opt/molecule-platform-agent-template/prompts/concierge.md
`;
