import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { promote } from "../../src/image/publish.ts";
import { gate, open } from "../image/samples.ts";
import { requires } from "../requirement.ts";
import { scratchDirectory } from "../scratch.ts";
import { BuildKit } from "../services/buildkit.ts";
import { DockerRegistry } from "../services/docker-registry.ts";
import { destination, findingsOf, gateFindings, layDown, run } from "./identity-files.ts";

const changed = { "config.yaml": "stale\n" };
const stale = ["FILE_CHANGED config.yaml"];

requires("docker-registry")("images of other builders", () => {
  let registry: DockerRegistry;
  beforeAll(async () => {
    registry = await DockerRegistry.start();
  });
  afterAll(() => registry?.[Symbol.asyncDispose]());

  requires(
    "buildkitd",
    "buildctl",
    "runc",
    "tar",
  )("of BuildKit", () => {
    let daemon: BuildKit;
    beforeAll(async () => {
      daemon = await BuildKit.start();
    });
    afterAll(() => daemon?.[Symbol.asyncDispose]());

    const contextOf = (changes = {}): string => {
      const directory = scratchDirectory();
      layDown(changes, join(directory, "identity"));
      writeFileSync(
        join(directory, "Dockerfile"),
        `FROM scratch\nCOPY --chown=0:0 identity ${destination}\n`,
      );
      return directory;
    };

    it.each(["gzip", "zstd", "estargz", "uncompressed"])(
      "are read from a registry, with their attestations, from layers in %s",
      async (compression) => {
        for (const [changes, findings] of [[{}, []] as const, [changed, stale] as const]) {
          const name = `${registry.host}/buildkit/${compression}:${findings.length}`;
          const push = `push=true,registry.insecure=true,oci-mediatypes=true,force-compression=true`;
          const output = `type=image,name=${name},${push},compression=${compression}`;
          daemon.build(contextOf(changes), output, "--opt", "attest:provenance=mode=min");
          expect(await gateFindings(`docker://${name}`)).toEqual(findings);
        }
      },
    );

    it("are read from an index of several platforms, of which one has another file", async () => {
      const context = contextOf();
      layDown(changed, join(context, "stale"));
      const dockerfile = [
        "FROM scratch AS amd64",
        `COPY --chown=0:0 identity ${destination}`,
        "FROM scratch AS arm64",
        `COPY --chown=0:0 stale ${destination}`,
        "FROM $TARGETARCH",
      ];
      writeFileSync(join(context, "Dockerfile"), `ARG TARGETARCH\n${dockerfile.join("\n")}\n`);
      const name = `${registry.host}/buildkit/platforms:x`;
      const output = `type=image,name=${name},push=true,registry.insecure=true`;
      daemon.build(context, output, "--opt", "platform=linux/amd64,linux/arm64/v8");
      expect(await findingsOf(`docker://${name}`)).toEqual(stale);
    });

    it.each(["docker", "oci"])("are read from an archive of type %s", async (type) => {
      for (const [changes, findings] of [[{}, []] as const, [changed, stale] as const]) {
        const directory = scratchDirectory();
        const file = join(directory, "x.tar");
        daemon.build(contextOf(changes), `type=${type},dest=${file},name=docker.io/a/b:c`);
        if (type === "docker") expect(await findingsOf(`docker-archive:${file}:a/b:c`)).toEqual(findings);
        mkdirSync(join(directory, "layout"));
        run("tar", ["-xf", file, "-C", join(directory, "layout")]);
        expect(await findingsOf(`oci:${directory}/layout:c`)).toEqual(findings);
      }
    });
  });

  requires("buildah")("of buildah", () => {
    const storage = (): readonly string[] => {
      const place = scratchDirectory();
      return ["--root", join(place, "root"), "--runroot", join(place, "run"), "--storage-driver", "vfs"];
    };

    it.each([
      ["gzip", "oci"],
      ["zstd", "oci"],
      ["zstd:chunked", "oci"],
      ["gzip", "v2s2"],
    ])("are read from layers that were pushed in %s, as %s", async (compression, format) => {
      for (const [changes, findings] of [[{}, []] as const, [changed, stale] as const]) {
        const options = storage();
        const buildah = (command: string, ...args: string[]) =>
          run("buildah", [...options, command, ...args]);
        const container = buildah("from", "scratch");
        buildah("copy", container, layDown(changes), destination);
        buildah("commit", container, "x");
        const name = `${registry.host}/buildah/${compression.replace(":", "-")}-${format}:${findings.length}`;
        const push = ["--tls-verify=false", "--compression-format", compression, "--format", format];
        buildah("push", ...push, "localhost/x", `docker://${name}`);
        expect(await gateFindings(`docker://${name}`)).toEqual(findings);
        buildah("rm", "--all");
      }
    });
  });

  requires(
    "ko",
    "go",
    "crane",
    "tar",
  )("of ko", () => {
    it("are read on top of an image that has the identity, and of one that has another", async () => {
      const program = scratchDirectory();
      writeFileSync(join(program, "go.mod"), "module example.test/program\n\ngo 1.24\n");
      writeFileSync(join(program, "main.go"), "package main\n\nfunc main() {}\n");
      for (const [changes, findings] of [[{}, []] as const, [changed, stale] as const]) {
        const base = `${registry.host}/ko/base:${findings.length}`;
        pushLayer(base, layDown(changes));
        const repository = `${registry.host}/ko/image-${findings.length}`;
        const env = { KO_DOCKER_REPO: repository, KO_DEFAULTBASEIMAGE: base, GOFLAGS: "-buildvcs=false" };
        const options = { ...env, PWD: program };
        run("sh", ["-c", `cd ${program} && ko build --bare --sbom=none --platform=linux/amd64 .`], options);
        expect(await findingsOf(`docker://${repository}:latest`)).toEqual(findings);
      }
    });
  });

  requires(
    "skopeo",
    "regctl",
    "crane",
    "tar",
  )("as skopeo, regctl and crane copy them", () => {
    it("are what they were, in each form that these tools write", async () => {
      for (const [changes, findings] of [[{}, []] as const, [changed, stale] as const]) {
        const name = `${registry.host}/copies/x:${findings.length}`;
        pushLayer(name, layDown(changes));
        const place = scratchDirectory();
        const plain = ["--src-tls-verify=false", "--dest-tls-verify=false"];
        const skopeo = (...args: string[]) => run("skopeo", ["--insecure-policy", "copy", ...plain, ...args]);
        skopeo(`docker://${name}`, `oci:${place}/skopeo:x`);
        skopeo(`docker://${name}`, `docker-archive:${place}/skopeo.tar:a/b:c`);
        skopeo("--format", "v2s2", `docker://${name}`, `docker://${name}-v2s2`);
        skopeo("--dest-compress-format", "zstd", `docker://${name}`, `oci:${place}/zstd:x`);
        const regctl = (...args: string[]) =>
          run("regctl", ["--host", `reg=${registry.host},tls=disabled`, ...args]);
        regctl("image", "copy", name, `ocidir://${place}/regctl:x`);
        regctl("image", "export", name, `${place}/regctl.tar`);
        run("crane", ["pull", "--insecure", name, `${place}/crane.tar`]);
        run("crane", ["pull", "--insecure", "--format=oci", name, `${place}/crane`]);
        for (const reference of [
          `oci:${place}/skopeo:x`,
          `docker-archive:${place}/skopeo.tar:a/b:c`,
          `docker://${name}-v2s2`,
          `oci:${place}/zstd:x`,
          `oci:${place}/regctl:x`,
          `docker-archive:${place}/regctl.tar`,
          `docker-archive:${place}/crane.tar`,
          `oci:${place}/crane`,
        ])
          expect({ reference, findings: await findingsOf(reference) }).toEqual({ reference, findings });
      }
    });
  });

  requires(
    "cosign",
    "crane",
    "tar",
  )("that cosign signed", () => {
    it("are gated and promoted as before, and their signatures are no images", async () => {
      const name = `${registry.host}/signed/x:signed`;
      pushLayer(name, layDown());
      const before = await (await open(`docker://${name}`)).store.manifest({ kind: "tag", tag: "signed" });
      const place = scratchDirectory();
      const env = { COSIGN_PASSWORD: "", COSIGN_YES: "true", HOME: place };
      run("sh", ["-c", `cd ${place} && cosign generate-key-pair`], env);
      const offline = ["--tlog-upload=false", "--use-signing-config=false", "--allow-http-registry"];
      const target = `${name.replace(/:signed$/, "")}@${before.digest}`;
      run("cosign", ["sign", "--key", `${place}/cosign.key`, ...offline, target], env);
      const verify = [
        "verify",
        "--key",
        `${place}/cosign.pub`,
        "--insecure-ignore-tlog",
        "--allow-http-registry",
      ];
      expect(run("cosign", [...verify, target], env)).toContain(before.digest);

      expect(await findingsOf(`docker://${target}`)).toEqual([]);
      const from = await open(`docker://${target}`);
      const to = await open(`docker://${registry.host}/signed/x:promoted`);
      expect(await promote({ from, to, gate: gate() })).toMatchObject({
        digest: before.digest,
        changed: true,
      });
      const tags = run("crane", ["ls", "--insecure", `${registry.host}/signed/x`]).split("\n");
      const signatures = tags.filter((tag) => tag.startsWith("sha256-"));
      expect(signatures.length).toBeGreaterThan(0);
      for (const tag of signatures)
        expect(await gateFindings(`docker://${registry.host}/signed/x:${tag}`)).toEqual([
          `IMAGE_INVALID ${destination}`,
        ]);
    });
  });

  /** An image of one layer, made by crane of what tar packs. */
  function pushLayer(name: string, directory: string): void {
    const layer = join(scratchDirectory(), "layer.tar");
    const renamed = `s,^\\.,${destination.slice(1)},`;
    run("tar", ["-C", directory, "--owner=0", "--group=0", "--transform", renamed, "-cf", layer, "."]);
    run("crane", ["append", "--insecure", "-f", layer, "-t", name, "--oci-empty-base"]);
    run("crane", ["mutate", "--insecure", "--set-platform", "linux/amd64", "-t", name, name]);
  }
});
