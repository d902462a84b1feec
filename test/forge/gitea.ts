import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../services/free-port.ts";
import type { ForgePrograms } from "./forge-programs.ts";

/** An answer of the forge's API. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever shape the API has
  readonly body: any;
}

/** A person or a bot, and what it signs in with. */
export interface Account {
  readonly name: string;
  readonly token: string;
}

export const password = "correct-horse-battery-9";

/** A real Gitea on loopback, with its own data; everything is gone when it ends. */
export class Gitea implements AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly directory: string;
  /** Every token that was made. */
  readonly tokens: Set<string> = new Set();
  readonly #programs: ForgePrograms;
  readonly #child: ChildProcess;

  private constructor(programs: ForgePrograms, origin: string, directory: string, child: ChildProcess) {
    this.#programs = programs;
    this.origin = origin;
    this.directory = directory;
    this.#child = child;
  }

  static async start(programs: ForgePrograms): Promise<Gitea> {
    const directory = mkdtempSync(join(tmpdir(), "identikit-forge-"));
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    mkdirSync(join(directory, "custom/conf"), { recursive: true });
    writeFileSync(join(directory, "custom/conf/app.ini"), settings(directory, port, programs));
    const log = openSync(join(directory, "gitea.log"), "w");
    const child = spawn(programs.gitea, ["web", "--config", join(directory, "custom/conf/app.ini")], {
      env: environment(directory),
      stdio: ["ignore", log, log],
    });
    const gitea = new Gitea(programs, origin, directory, child);
    await gitea.#answers();
    return gitea;
  }

  /** Its host and port, as image references have it. */
  get host(): string {
    return new URL(this.origin).host;
  }

  /** Runs one of its own commands and gives what it prints. */
  command(...args: readonly string[]): string {
    const config = ["--config", join(this.directory, "custom/conf/app.ini")];
    return execFileSync(this.#programs.gitea, [...args, ...config], {
      env: environment(this.directory),
      encoding: "utf8",
      // It warns of its user each time.
      stdio: ["ignore", "pipe", "ignore"],
    });
  }

  /** Makes an account with a token. */
  account(name: string, { admin = false, scopes = "all" } = {}): Account {
    const who = ["--username", name, "--password", password, "--email", `${name}@example.com`];
    this.command(
      "admin",
      "user",
      "create",
      ...who,
      "--must-change-password=false",
      ...(admin ? ["--admin"] : []),
    );
    return { name, token: this.token(name, scopes) };
  }

  /** Another token of an account, with these scopes. */
  token(name: string, scopes: string): string {
    const of = ["--username", name, "--token-name", `t${Math.random()}`, "--scopes", scopes, "--raw"];
    const token = this.command("admin", "user", "generate-access-token", ...of).trim();
    this.tokens.add(token);
    return token;
  }

  async api(who: Account, method: string, path: string, body?: object): Promise<Answer> {
    const response = await fetch(`${this.origin}/api/v1${path}`, {
      method,
      headers: { authorization: `token ${who.token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") === true && text !== "";
    return { status: response.status, body: isJson ? JSON.parse(text) : text };
  }

  /** As {@link api}, and it must succeed. */
  async ask(who: Account, method: string, path: string, body?: object): Promise<Answer["body"]> {
    const answer = await this.api(who, method, path, body);
    if (answer.status < 300) return answer.body;
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null) {
      this.#child.kill("SIGTERM");
      await Promise.race([once(this.#child, "exit"), sleep(20_000)]);
    }
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }

  async #answers(): Promise<void> {
    for (let tries = 0; tries < 600 && this.#child.exitCode === null; tries++) {
      const version = await fetch(`${this.origin}/api/v1/version`).catch(() => undefined);
      if (version?.ok) return;
      await sleep(200);
    }
    throw new Error(
      `gitea does not answer:\n${readFileSync(join(this.directory, "gitea.log"), "utf8").slice(-4000)}`,
    );
  }
}

/** Nothing of who runs the tests. */
function environment(directory: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: directory,
    USER: "root",
    GITEA_WORK_DIR: directory,
    I_AM_BEING_UNSAFE_RUNNING_AS_ROOT: "true",
  };
}

function settings(directory: string, port: number, { giteaRoot }: ForgePrograms): string {
  return `APP_NAME = forge
RUN_MODE = prod
WORK_PATH = ${directory}
I_AM_BEING_UNSAFE_RUNNING_AS_ROOT = true
[server]
HTTP_ADDR = 127.0.0.1
HTTP_PORT = ${port}
ROOT_URL = http://127.0.0.1:${port}/
STATIC_ROOT_PATH = ${giteaRoot}
OFFLINE_MODE = true
DISABLE_SSH = true
[database]
DB_TYPE = sqlite3
PATH = ${directory}/gitea.db
[security]
INSTALL_LOCK = true
PASSWORD_HASH_ALGO = pbkdf2_v1
[service]
DISABLE_REGISTRATION = true
[repository]
ROOT = ${directory}/repositories
DEFAULT_BRANCH = main
ENABLE_PUSH_CREATE_USER = true
ENABLE_PUSH_CREATE_ORG = true
DEFAULT_PUSH_CREATE_PRIVATE = false
[actions]
ENABLED = true
DEFAULT_ACTIONS_URL = self
[packages]
ENABLED = true
[indexer]
ISSUE_INDEXER_TYPE = db
[webhook]
ALLOWED_HOST_LIST = loopback
[cron.start_schedule_tasks]
SCHEDULE = @every 20s
[log]
LEVEL = warn
MODE = console
`;
}
