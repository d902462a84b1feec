import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type BakeOptions, bake } from "../../src/image/bake.ts";
import { parsePlatform } from "../../src/image/platform.ts";
import { requires } from "../requirement.ts";
import { scratchDirectory } from "../scratch.ts";
import { expectValidImage } from "./expect-valid-image.ts";
import { gate, open, template } from "./samples.ts";

async function bakeScratch(reference: string, more: Partial<BakeOptions> = {}) {
  const to = await open(reference);
  const result = await bake({ template: template(), base: "scratch", to, gate: gate(), ...more });
  return { result, images: await expectValidImage(to.store, await to.select()) };
}

describe("a direct bake", () => {
  it("gives the same image in two directories, and nothing in it of the machine or the moment", async () => {
    const one = await bakeScratch(`oci:${join(scratchDirectory(), "a")}:x`);
    const before = process.umask(0o077);
    const other = await bakeScratch(`oci:${join(scratchDirectory(), "elsewhere", "b")}:y`);
    process.umask(before);
    expect(other.result.digest).toBe(one.result.digest);
    expect(one.result.treeDigest).not.toBe(template().digest);
    expect(one.images[0]?.labels).toMatchObject({
      "io.identikit.template.tree-digest": one.result.treeDigest,
    });
    expect(Object.keys(one.images[0]?.labels ?? {})).toEqual(["io.identikit.template.tree-digest"]);
  });

  it("changes nothing the second time, not even a time stamp", async () => {
    const directory = scratchDirectory();
    expect((await bakeScratch(`oci:${directory}:x`)).result.changed).toBe(true);
    const before = stamps(directory);
    expect((await bakeScratch(`oci:${directory}:x`)).result.changed).toBe(false);
    expect(stamps(directory)).toEqual(before);
  });

  it("puts back a blob that was damaged meanwhile", async () => {
    const directory = scratchDirectory();
    const { result } = await bakeScratch(`oci:${directory}:x`);
    const blob = join(directory, "blobs/sha256", result.layerDigest.slice(7));
    const bytes = readFileSync(blob);
    bytes[100] = (bytes[100] as number) ^ 1;
    writeFileSync(blob, bytes);
    expect((await bakeScratch(`oci:${directory}:x`)).result.changed).toBe(true);
  });

  it("builds every platform of an index, and the one that is asked for", async () => {
    const directory = scratchDirectory();
    const platforms = ["linux/amd64", "linux/arm64/v8"].map(parsePlatform);
    await bakeScratch(`oci:${directory}:base`, {
      platforms,
      template: template({ "config.yaml": "old" }),
      gate: "skip",
    });
    const base = await open(`oci:${directory}:base`);
    const all = await bakeScratch(`oci:${directory}:all`, { base });
    expect(all.images.map(({ platform }) => platform)).toEqual(["linux/amd64", "linux/arm64/v8"]);
    expect(all.images.map(({ layers }) => layers.length)).toEqual([2, 2]);
    const one = await bakeScratch(`oci:${directory}:one`, {
      base,
      platforms: [parsePlatform("linux/arm64")],
    });
    expect(one.images.map(({ platform }) => platform)).toEqual(["linux/arm64/v8"]);
    await expect(
      bakeScratch(`oci:${directory}:none`, { base, platforms: [parsePlatform("linux/s390x")] }),
    ).rejects.toMatchObject({ code: "PLATFORM_MISSING", remedy: expect.stringContaining("linux/arm64/v8") });
  });

  it("writes Docker's media types where it is asked to, and keeps those of its base", async () => {
    const directory = scratchDirectory();
    await bakeScratch(`oci:${directory}:base`, { mediaTypes: "docker" });
    const base = await open(`oci:${directory}:base`);
    const { images } = await bakeScratch(`oci:${directory}:x`, { base });
    expect(images[0]?.layers.map(({ mediaType }) => mediaType)).toEqual(
      Array(2).fill("application/vnd.docker.image.rootfs.diff.tar.gzip"),
    );
  });

  it("is not reachable when its gate says no", async () => {
    const directory = scratchDirectory();
    const strict = gate({ "prompts/new.md": "added after the bake" });
    await expect(bakeScratch(`oci:${directory}:x`, { gate: strict })).rejects.toMatchObject({
      code: "GATE_FAILED",
      message: expect.stringContaining("prompts/new.md"),
    });
    const place = await open(`oci:${directory}`);
    await expect(place.select()).rejects.toMatchObject({ code: "IMAGE_MISSING" });
  });

  it("refuses a template that is no source of truth, and names every file that is missing or empty", async () => {
    const empty = template({ "config.yaml": " \n", "prompts/concierge.md": "" });
    await expect(bakeScratch(`oci:${scratchDirectory()}:x`, { template: empty })).rejects.toMatchObject({
      code: "SSOT_MISSING",
      message: expect.stringMatching(/config.yaml is empty, prompts\/concierge.md is empty/),
    });
  });

  it("writes entries of the given time, with owner 0:0 and modes 0644 and 0755", async () => {
    const { images } = await bakeScratch(`oci:${scratchDirectory()}:x`, {
      template: template({ "prompts/run.sh": [0o775, "#!/bin/sh\n"] }),
      gate: "skip",
      sourceDateEpoch: 1_700_000_000,
    });
    const listing = execFileSync("tar", ["--utc", "--full-time", "-tvf", "-"], {
      input: images[0]?.archives[0],
    });
    const lines = listing
      .toString()
      .trim()
      .split("\n")
      .map((line) => line.replace(/\s+/g, " "));
    expect(lines.every((line) => line.includes(" 0/0 ") && line.includes("2023-11-14 22:13:20"))).toBe(true);
    expect(lines.map((line) => `${line.slice(0, 10)} ${line.split(" ").at(-1)}`)).toEqual([
      "drwxr-xr-x opt/",
      "drwxr-xr-x opt/molecule-platform-agent-template/",
      "-rw-r--r-- opt/molecule-platform-agent-template/.wh..wh..opq",
      "-rwxr-xr-x opt/molecule-platform-agent-template/IMAGE_BAKED_IDENTITY_PRESENT",
      "-rw-r--r-- opt/molecule-platform-agent-template/config.yaml",
      "-rw-r--r-- opt/molecule-platform-agent-template/mcp_servers.yaml",
      "drwxr-xr-x opt/molecule-platform-agent-template/prompts/",
      "-rw-r--r-- opt/molecule-platform-agent-template/prompts/concierge.md",
      "-rwxr-xr-x opt/molecule-platform-agent-template/prompts/run.sh",
      "drwxr-xr-x opt/molecule-platform-agent-template/prompts/tone/",
      "-rw-r--r-- opt/molecule-platform-agent-template/prompts/tone/short.md",
    ]);
  });
});

requires("skopeo", "umoci")("tools of others", () => {
  it("read what is baked", async () => {
    const directory = scratchDirectory();
    const long = `prompts/${"long-name-".repeat(12)}/${"ü".repeat(40)}.md`;
    await bakeScratch(`oci:${directory}:x`, { template: template({ [long]: "far away" }), gate: "skip" });
    const inspected = JSON.parse(run("skopeo", "inspect", `oci:${directory}:x`));
    expect(inspected.Architecture).toBe("amd64");
    run("skopeo", "copy", `oci:${directory}:x`, `docker-archive:${join(directory, "x.tar")}:a/b:c`);
    const bundle = join(scratchDirectory(), "bundle");
    run("umoci", "unpack", "--rootless", "--image", `${directory}:x`, bundle);
    const destination = join(bundle, "rootfs/opt/molecule-platform-agent-template");
    expect(readFileSync(join(destination, long), "utf8")).toBe("far away");
    const marker = join(destination, "IMAGE_BAKED_IDENTITY_PRESENT");
    const output = execFileSync("sh", ["-c", '"$0" 2>&1 >/dev/null', marker], { encoding: "utf8" });
    expect(output.trim().split("\n")).toHaveLength(1);
  });

  it("write what can be baked upon", async () => {
    const directory = scratchDirectory();
    run("umoci", "init", "--layout", join(directory, "u"));
    run("umoci", "new", "--image", `${join(directory, "u")}:base`);
    writeFileSync(join(directory, "file"), "content");
    run(
      "umoci",
      "insert",
      "--rootless",
      "--image",
      `${join(directory, "u")}:base`,
      join(directory, "file"),
      "/etc/file",
    );
    run("skopeo", "copy", `oci:${directory}/u:base`, `oci:${directory}/s`);
    const base = await open(`oci:${directory}/s`);
    const { images } = await bakeScratch(`oci:${directory}/u:baked`, { base });
    expect(images[0]?.layers).toHaveLength(2);
    run("umoci", "list", "--layout", join(directory, "u"));
  });
});

function run(program: string, ...args: string[]): string {
  return execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** Every file with the moment of its last change. */
function stamps(directory: string): Record<string, bigint> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path, statSync(path, { bigint: true }).ctimeNs];
    }),
  );
}
