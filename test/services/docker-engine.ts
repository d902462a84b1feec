import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { programPath } from "../requirement.ts";
import { engineCertificates } from "./engine-certificates.ts";
import { freePort } from "./free-port.ts";
import { requiresMounts } from "./mounts.ts";

/** Milliseconds for which it is waited that the program answers: on a busy machine it starts slowly. */
const patienceMs = 100_000;

/**
 * {@link requiresMounts} for tests of a real engine: it, its client, a shell that runs in an image of its own, and a user
 * who may mount.
 */
export function requiresEngine(...more: readonly string[]): ReturnType<typeof requiresMounts> {
  return requiresMounts("dockerd", "docker", "busybox", ...more);
}

/** A real Docker Engine (`dockerd`) with its own data, socket and no network. Needs to be root. */
export class DockerEngine implements AsyncDisposable {
  /** `unix:///…`, as `DOCKER_HOST` has it. */
  readonly host: string;
  /** The variables of a client that reaches it over TCP with TLS, where it was started so. */
  readonly tls: Readonly<Record<string, string>> | undefined;
  readonly #child: ChildProcess;
  readonly #directory: string;

  private constructor(
    directory: string,
    host: string,
    tls: Readonly<Record<string, string>> | undefined,
    child: ChildProcess,
  ) {
    this.tls = tls;
    this.#directory = directory;
    this.host = host;
    this.#child = child;
  }

  /**
   * @param storageDriver how it puts layers together; its own choice where it is left out
   * @param options `tls`: it listens on a port of loopback too, to those who have a certificate of its authority
   */
  static async start(
    storageDriver?: "overlay2" | "vfs",
    { tls = false }: { readonly tls?: boolean } = {},
  ): Promise<DockerEngine> {
    // Short: a socket's path has at most 108 bytes, and the engine puts more of them below.
    const directory = mkdtempSync(join(tmpdir(), "ike-"));
    const host = `unix://${join(directory, "s")}`;
    const options = [
      ["--data-root", join(directory, "d")],
      ["--exec-root", join(directory, "e")],
      ["--pidfile", join(directory, "pid")],
      ["--host", host],
      ["--bridge=none", "--iptables=false"],
      storageDriver === undefined ? [] : ["--storage-driver", storageDriver],
    ].flat();
    let client: Readonly<Record<string, string>> | undefined;
    if (tls) {
      const { server, client: certificates } = engineCertificates(directory);
      const address = `tcp://127.0.0.1:${await freePort()}`;
      options.push("--tlsverify", "--host", address);
      for (const name of ["ca", "cert", "key"])
        options.push(`--tls${name === "ca" ? "cacert" : name}`, join(server, `${name}.pem`));
      client = { DOCKER_HOST: address, DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: certificates };
    }
    const child = spawn(programPath("dockerd") ?? "dockerd", options, { stdio: "ignore" });
    const engine = new DockerEngine(directory, host, client, child);
    await engine.#answers();
    return engine;
  }

  /** Runs the engine's client and gives what it prints. */
  docker(...args: readonly string[]): string {
    return this.dockerBytes(...args).toString("utf8");
  }

  dockerBytes(...args: readonly string[]): Buffer {
    return execFileSync("docker", args, {
      env: { ...process.env, DOCKER_HOST: this.host, DOCKER_BUILDKIT: "0" },
      maxBuffer: 256 * 1024 * 1024,
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null) {
      this.#child.kill("SIGTERM");
      await Promise.race([once(this.#child, "exit"), sleep(15_000)]);
    }
    // A container on the host's network leaves this mount behind.
    const namespace = join(this.#directory, "e/netns/default");
    if (existsSync(namespace)) spawnSync("umount", [namespace], { stdio: "ignore" });
    rmSync(this.#directory, { recursive: true, force: true });
  }

  async #answers(): Promise<void> {
    for (const began = performance.now(); performance.now() - began < patienceMs; ) {
      try {
        this.docker("version");
        return;
      } catch {
        if (this.#child.exitCode !== null) break;
        await sleep(100);
      }
    }
    throw new Error("dockerd does not answer");
  }
}
