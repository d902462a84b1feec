import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { programPath } from "../requirement.ts";
import { freePort } from "./free-port.ts";

/** Milliseconds for which it is waited that the program answers: on a busy machine it starts slowly. */
const patienceMs = 100_000;

export interface DockerRegistryOptions {
  /** An htpasswd file's content: then every request needs Basic authentication. */
  readonly htpasswd?: string;
  /** A token server: then every request needs one of its tokens. */
  readonly token?: {
    readonly realm: string;
    readonly issuer: string;
    readonly service: string;
    readonly certificate: string;
  };
}

/** The password `password` of `user`, as `htpasswd -B` writes it. */
export const htpasswd = "user:$2y$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu\n";

/** A real registry (the program `docker-registry`) on the loopback, over a directory of its own. */
export class DockerRegistry implements AsyncDisposable {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  #child: ChildProcess;
  readonly #directory: string;

  private constructor(host: string, directory: string) {
    this.host = host;
    this.#directory = directory;
    this.#child = this.#spawn();
  }

  static async start(options: DockerRegistryOptions = {}): Promise<DockerRegistry> {
    const directory = mkdtempSync(join(tmpdir(), "identikit-registry-"));
    const host = `127.0.0.1:${await freePort()}`;
    const file = join(directory, "config.json");
    writeFileSync(file, JSON.stringify(configuration(host, directory, options)));
    const registry = new DockerRegistry(host, directory);
    await registry.#answers();
    return registry;
  }

  /** Ends the registry as a crash does: its connections break, and nothing listens any more. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill("SIGKILL");
    await once(this.#child, "exit");
  }

  /** Starts a killed registry again, at the same address and with what it had stored. */
  async restart(): Promise<void> {
    this.#child = this.#spawn();
    await this.#answers();
  }

  /** Stops it where it is: connections stay, and nothing answers. */
  freeze(): void {
    this.#child.kill("SIGSTOP");
  }

  thaw(): void {
    this.#child.kill("SIGCONT");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  #spawn(): ChildProcess {
    const program = programPath("docker-registry") ?? "docker-registry";
    const child = spawn(program, ["serve", join(this.#directory, "config.json")], { stdio: "ignore" });
    // A benchmark that throws disposes of nothing.
    const end = () => child.kill("SIGKILL");
    process.once("exit", end);
    child.once("exit", () => process.off("exit", end));
    return child;
  }

  async #answers(): Promise<void> {
    for (const began = performance.now(); performance.now() - began < patienceMs; ) {
      const answer = await fetch(`http://${this.host}/v2/`).catch(() => undefined);
      await answer?.body?.cancel();
      if (answer) return;
      if (this.#child.exitCode !== null) break;
      await sleep(25);
    }
    throw new Error("docker-registry does not answer");
  }
}

/** JSON is YAML, so the registry reads this. */
function configuration(host: string, directory: string, options: DockerRegistryOptions): object {
  const auth: Record<string, object> = {};
  if (options.htpasswd !== undefined) {
    writeFileSync(join(directory, "htpasswd"), options.htpasswd);
    auth.htpasswd = { realm: "test", path: join(directory, "htpasswd") };
  }
  if (options.token) {
    const { certificate, ...token } = options.token;
    writeFileSync(join(directory, "token.pem"), certificate);
    auth.token = { ...token, rootcertbundle: join(directory, "token.pem") };
  }
  return {
    version: "0.1",
    log: { level: "error" },
    storage: { filesystem: { rootdirectory: join(directory, "data") }, delete: { enabled: true } },
    http: { addr: host, secret: "test" },
    ...(Object.keys(auth).length > 0 ? { auth } : {}),
  };
}
