import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { house } from "../architecture/rooms.ts";
import type { FleetCopy } from "./fleet.ts";
import { identikit } from "./identikit.ts";

type Environment = Readonly<Record<string, string>>;

/** `identikit serve` for a fleet, as a process of its own. */
export class ServedFleet implements AsyncDisposable {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #fleet: FleetCopy;
  readonly #env: Environment;

  private constructor(url: string, child: ChildProcess, fleet: FleetCopy, env: Environment) {
    this.url = url;
    this.#child = child;
    this.#fleet = fleet;
    this.#env = env;
  }

  static async start(
    fleet: FleetCopy,
    env: Environment,
    ...options: readonly string[]
  ): Promise<ServedFleet> {
    const { PATH = "", HOME = "" } = process.env;
    const child = spawn(
      process.execPath,
      [join(house, "dist/identikit.js"), "serve", "--listen", "127.0.0.1:0", ...options],
      { cwd: fleet.root, env: { PATH, HOME, ...env }, stdio: ["ignore", "ignore", "pipe"] },
    );
    let said = "";
    const url = await new Promise<string>((resolve, reject) => {
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        const [, found] = / at (http:\S+)\n/.exec(said) ?? [];
        if (found) resolve(found);
      });
      child.on("close", () => reject(new Error(said)));
    });
    return new ServedFleet(url, child, fleet, env);
  }

  /** A new token of somebody, as `identikit kubeconfig` gives it. */
  async token(...who: readonly string[]): Promise<string> {
    const file = this.#fleet.path(".identikit/kubeconfig");
    const args = ["kubeconfig", "--server", this.url, "--to", file, ...who];
    const made = await identikit(args, { cwd: this.#fleet.root, env: this.#env });
    const [token] = /idt_[\w-]+/.exec(readFileSync(file, "utf8")) ?? [];
    if (made.code !== 0 || token === undefined) throw new Error(made.stderr);
    return token;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#child, "close");
    this.#child.kill("SIGTERM");
    await ended;
  }
}
