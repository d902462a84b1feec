import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { verdictOf } from "../../src/fault/finding.ts";
import { readInstructions } from "../../src/gate/dockerfile/instruction.ts";
import { checkDockerfile } from "../../src/gate/dockerfile-side.ts";
import { gateFor } from "../../src/gate/gate.ts";
import { parseStoredReference } from "../../src/image/reference.ts";
import { open, places } from "../image/samples.ts";
import { programPath } from "../requirement.ts";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { DockerEngine, requiresEngine } from "../services/docker-engine.ts";
import { judge } from "./fuzz/differential.ts";
import { type DockerfileCase, generateCase } from "./fuzz/generate.ts";
import { Random } from "./fuzz/random.ts";
import { canonical, contextFiles, destination, identity } from "./fuzz/world.ts";

const ours = { checkDockerfile, readInstructions };
const gate = gateFor({ template: identity });

/** Clean cases without the flags and here documents that only BuildKit takes. */
function cleanCases(howMany: number): DockerfileCase[] {
  const random = new Random(4);
  const found = new Map<string, DockerfileCase>();
  while (found.size < howMany) {
    const each = generateCase(random);
    if (each.ignore !== "" || /--(?!from)|<<|evil|alpine|tools|https?:/.test(each.text)) continue;
    if (verdictOf(judge(ours, each)) === "clean") found.set(each.text.replace(/\s/g, ""), each);
  }
  return [...found.values()];
}

function writeContext({ text }: Pick<DockerfileCase, "text">): string {
  const root = writeFiles(scratchDirectory(), { Dockerfile: text });
  for (const [path, { content, mode, link }] of Object.entries(contextFiles)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    if (link !== undefined) symlinkSync(link, join(root, path));
    else chmodSync(join(writeFiles(root, { [path]: content }), path), mode);
  }
  return root;
}

/** Runs a build; gives false where the builder makes no image of it. */
function builds(build: () => unknown): boolean {
  try {
    build();
    return true;
  } catch {
    return false;
  }
}

const base = `FROM scratch
COPY busybox /bin/busybox
RUN ["/bin/busybox", "--install", "-s", "/bin"]
RUN mkdir /opt
USER 1000
`;

function writeBase(): string {
  const busybox = readFileSync(programPath("busybox") as string);
  const directory = mkdtempSync(join(tmpdir(), "identikit-test-"));
  writeFiles(directory, { Dockerfile: base, busybox });
  chmodSync(join(directory, "busybox"), 0o755);
  return directory;
}

requiresEngine("buildah")("a Dockerfile that is called clean", () => {
  let engine: DockerEngine;
  let buildahRoot: string;

  const buildah = (...args: readonly string[]): Buffer =>
    execFileSync(
      "buildah",
      [
        "--root",
        join(buildahRoot, "root"),
        "--runroot",
        join(buildahRoot, "run"),
        "--storage-driver",
        "vfs",
        ...args,
      ],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
  const bud = (directory: string, tag: string): Buffer =>
    buildah("bud", "--isolation", "chroot", "--network", "host", "--pull-never", "-t", tag, directory);

  beforeAll(async () => {
    engine = await DockerEngine.start();
    buildahRoot = mkdtempSync(join(tmpdir(), "ikb-"));
    const context = writeBase();
    engine.docker("build", "--network", "none", "-t", "base", context);
    bud(context, "localhost/base");
    rmSync(context, { recursive: true });
  });
  afterAll(async () => {
    await engine[Symbol.asyncDispose]();
    rmSync(buildahRoot, { recursive: true, force: true });
  });

  const onEngine = async (text: string, ...args: readonly string[]): Promise<string[] | undefined> => {
    const directory = writeContext({ text });
    if (!builds(() => engine.docker("build", "--network", "none", "-t", "case", ...args, directory)))
      return undefined;
    const all = places({ env: { DOCKER_HOST: engine.host } });
    const image = await all.open(parseStoredReference("docker-daemon:case:latest"));
    const findings = await gate({ source: image.store, selector: await image.select(), subject: "case" });
    return findings.map(({ code, path }) => `${code} ${path}`);
  };

  it("gives the identity on the classic builder, wherever that builds it", async () => {
    let built = 0;
    for (const { text } of cleanCases(16)) {
      const findings = await onEngine(text);
      if (findings === undefined) continue;
      built += 1;
      expect(findings, text).toEqual([]);
    }
    expect(built).toBeGreaterThan(6);
  });

  it("gives the identity with buildah, wherever that builds it", async () => {
    let built = 0;
    for (const { text } of cleanCases(10)) {
      const directory = writeContext({ text });
      if (!builds(() => bud(directory, "case"))) continue;
      const layout = scratchDirectory();
      buildah("push", "case", `oci:${layout}:case`);
      const image = await open(`oci:${layout}:case`);
      const findings = await gate({ source: image.store, selector: await image.select(), subject: "case" });
      expect(findings, text).toEqual([]);
      built += 1;
    }
    expect(built).toBeGreaterThan(4);
  });

  const T = "${PLATFORM_AGENT_TEMPLATE_DIR}";
  const right = `ARG PLATFORM_AGENT_TEMPLATE_DIR=${canonical}
COPY ${T}/config.yaml ${T}/mcp_servers.yaml IMAGE_BAKED_IDENTITY_PRESENT ${destination}/
COPY ${T}/prompts ${destination}/prompts
`;

  it.each([
    [
      "a second ARG",
      `FROM base\n${right}ARG P=/app\nARG P\nCOPY fake/config.yaml \${P:-${destination}}/config.yaml\n`,
    ],
    [
      "ENV after ARG",
      `FROM base\n${right}ENV P=${destination}\nARG P=/app\nCOPY fake/config.yaml $P/config.yaml\n`,
    ],
    [
      "two names in one ARG",
      `FROM base\n${right}ARG P=${destination}\nARG P=/app Q=$P\nCOPY fake/config.yaml $Q/config.yaml\n`,
    ],
    [
      "an inherited ARG",
      `FROM base AS up\nARG P=/app\nFROM up\n${right}COPY fake/config.yaml \${P:-${destination}}/config.yaml\n`,
    ],
    [
      "a body that is read as instructions",
      `FROM base AS up\nRUN <<LABEL\nCOPY LICENSE ${destination}/\nCMD \\\nLABEL\nFROM up\n${right}`,
    ],
    [
      "a command before the copy",
      `FROM base\nUSER 0\nRUN mkdir -p ${destination} && touch ${destination}/planted\n${right}`,
    ],
    [
      "a trigger",
      `FROM base AS up\n${right}ONBUILD COPY fake/config.yaml ${destination}/config.yaml\nFROM up\n`,
    ],
  ])("is never one with %s, of which the classic builder makes another image", async (_, text) => {
    expect(verdictOf(judge(ours, { text, ignore: "", classes: [] }))).toBe("unverified");
    const findings = await onEngine(text);
    expect(findings, "the classic builder makes an image of it").toBeDefined();
    expect(findings).not.toEqual([]);
  });
});
