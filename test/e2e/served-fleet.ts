import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { vi } from "vitest";
import { house } from "../architecture/rooms.ts";
import { freePort } from "../services/free-port.ts";
import type { FleetCopy } from "./fleet.ts";
import { identikitJson } from "./identikit.ts";

type Environment = Readonly<Record<string, string>>;
type Place = Pick<FleetCopy, "root" | "path">;

/** A token of somebody, and until when it counts. */
export interface IssuedToken {
  readonly token: string;
  readonly expires: string;
}

/** `identikit serve` for a fleet, as a process of its own. */
export class ServedFleet implements AsyncDisposable {
  readonly url: string;
  /** Where `kubectl` finds the token that was given last. */
  readonly kubeconfig: string;
  readonly #fleet: Place;
  readonly #env: Environment;
  readonly #options: readonly string[];
  #process: ServeProcess;

  private constructor(process: ServeProcess, fleet: Place, env: Environment, options: readonly string[]) {
    this.url = process.url;
    this.kubeconfig = fleet.path(".identikit/kubeconfig");
    this.#fleet = fleet;
    this.#env = env;
    this.#options = options;
    this.#process = process;
  }

  static async start(fleet: Place, env: Environment, ...options: readonly string[]): Promise<ServedFleet> {
    return await ServedFleet.startAt(await freePort(), fleet, env, ...options);
  }

  /** @param port of this machine */
  static async startAt(
    port: number,
    fleet: Place,
    env: Environment,
    ...options: readonly string[]
  ): Promise<ServedFleet> {
    const process = await ServeProcess.start(fleet, env, ["--listen", `127.0.0.1:${port}`, ...options]);
    return new ServedFleet(process, fleet, env, options);
  }

  /** What the server has said on its terminal since it was started last. */
  get said(): string {
    return this.#process.said;
  }

  get pid(): number {
    return this.#process.pid;
  }

  /** The link that was printed last, which signs its owner in once; it is printed after the address. */
  async loginLink(): Promise<string> {
    const links = await vi.waitUntil(
      () => {
        const found = [...this.said.matchAll(/\/login#(\S+)\n/g)];
        return found.length > 0 && found;
      },
      { timeout: 60_000 },
    );
    return `${this.url}/login#${links.at(-1)?.[1]}`;
  }

  /** A new token of somebody, as `identikit kubeconfig` gives it. */
  async signIn(...who: readonly string[]): Promise<IssuedToken> {
    const args = ["kubeconfig", "--server", this.url, "--to", this.kubeconfig, ...who];
    const { code, json, stderr } = await identikitJson(args, { cwd: this.#fleet.root, env: this.#env });
    const [token] = /idt_[\w-]+/.exec(readFileSync(this.kubeconfig, "utf8")) ?? [];
    if (code !== 0 || token === undefined) throw new Error(stderr);
    return { token, expires: json.expires };
  }

  /** Ends the process at once, as a machine does that loses its power. */
  async kill(): Promise<void> {
    await this.#process.end("SIGKILL");
  }

  /** Starts it again where it was. */
  async startAgain(): Promise<void> {
    const listen = ["--listen", new URL(this.url).host];
    this.#process = await ServeProcess.start(this.#fleet, this.#env, [...listen, ...this.#options]);
  }

  /** Lets the process end by itself. */
  async stop(): Promise<{ readonly code: number | null; readonly signal: string | null }> {
    return await this.#process.end("SIGTERM");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

class ServeProcess {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #said: () => string;

  private constructor(url: string, child: ChildProcess, said: () => string) {
    this.url = url;
    this.#child = child;
    this.#said = said;
  }

  static async start(fleet: Place, env: Environment, options: readonly string[]): Promise<ServeProcess> {
    const { PATH = "", HOME = "" } = process.env;
    const child = spawn(process.execPath, [join(house, "dist/identikit.js"), "serve", ...options], {
      cwd: fleet.root,
      env: { PATH, HOME, ...env },
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    const url = await new Promise<string>((resolve, reject) => {
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        const [, found] = / at (http:\S+)\n/.exec(said) ?? [];
        if (found) resolve(found);
      });
      child.on("close", () => reject(new Error(said)));
    });
    return new ServeProcess(url, child, () => said);
  }

  get said(): string {
    return this.#said();
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async end(by: "SIGTERM" | "SIGKILL") {
    const { exitCode, signalCode } = this.#child;
    if (exitCode === null && signalCode === null) {
      const ended = once(this.#child, "close");
      this.#child.kill(by);
      await ended;
    }
    return { code: this.#child.exitCode, signal: this.#child.signalCode };
  }
}
