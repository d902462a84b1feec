import { execFile, execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { programPath } from "../requirement.ts";

const run = promisify(execFile);
/** A PostgreSQL server of its own, on a socket in a directory of its own; it is gone when disposed of. */
export class PostgresServer implements AsyncDisposable {
  readonly #directory: string;
  readonly #settings: readonly string[];
  #process: ReturnType<typeof spawn> | undefined;
  #exited: Promise<unknown> = Promise.resolve();
  #databases = 0;

  private constructor(directory: string, settings: readonly string[]) {
    this.#directory = directory;
    this.#settings = settings;
    process.once("exit", () => this.#process?.kill("SIGQUIT"));
  }

  /** @param durable whether commits reach the disk, as they must where something is killed or measured */
  static async start({ durable = false } = {}): Promise<PostgresServer> {
    const directory = mkdtempSync(join(tmpdir(), "identikit-pg-"));
    const user = serverUser();
    chmodSync(directory, 0o755);
    if (user.uid !== undefined) chownSync(directory, user.uid, user.gid as number);
    const program = (name: string) => programPath(name) as string;
    const data = join(directory, "data");
    const initdb = ["-D", data, "-U", "identikit", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
    await run(program("initdb"), initdb, { ...user, cwd: directory });
    const settings = [
      "listen_addresses=",
      `unix_socket_directories=${directory}`,
      ...(durable ? [] : ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]),
    ];
    const started = new PostgresServer(directory, settings);
    await started.#serve();
    await started.createDatabase();
    return started;
  }

  /** Ends the server, as it is ended for an update, and starts it again with the same databases; each connection to it is lost. */
  async restart(): Promise<void> {
    this.#process?.kill("SIGINT");
    await this.#exited;
    await this.#serve();
  }

  /** Starts the server, and waits until it answers. */
  async #serve(): Promise<void> {
    const settings = this.#settings.flatMap((setting) => ["-c", setting]);
    const server = spawn(
      programPath("postgres") as string,
      ["-D", join(this.#directory, "data"), ...settings],
      {
        ...serverUser(),
        cwd: this.#directory,
        stdio: "ignore",
      },
    );
    this.#process = server;
    this.#exited = new Promise((resolve) => server.once("exit", resolve));
    for (let waited = 0; ; waited += 20) {
      if (waited > 60_000 || server.exitCode !== null) throw new Error("PostgreSQL did not start");
      // The socket is there a moment before the server answers on it.
      if (existsSync(this.socket) && (await this.psql("postgres", "SELECT 1").catch(() => undefined))) return;
      await sleep(20);
    }
  }

  /** The path of the socket on which it listens. */
  get socket(): string {
    return join(this.#directory, ".s.PGSQL.5432");
  }

  /** The directory that holds everything the server writes. */
  get directory(): string {
    return this.#directory;
  }

  /**
   * A new database's URL.
   * @param template the name of the database that it is to be a copy of; left out, it is empty
   */
  async createDatabase(template = "template0"): Promise<string> {
    const name = `test_${this.#databases++}`;
    await this.psql("postgres", `CREATE DATABASE ${name} TEMPLATE ${template}`);
    return this.url(name);
  }

  url(database: string): string {
    return `postgres://identikit@${encodeURIComponent(this.#directory)}/${database}`;
  }

  /** Runs SQL with `psql`, as somebody who knows nothing of Identikit would. */
  async psql(database: string, statements: string): Promise<string> {
    const args = [
      "-X",
      "-q",
      "-At",
      "-v",
      "ON_ERROR_STOP=1",
      "-h",
      this.#directory,
      "-U",
      "identikit",
      "-d",
      database,
    ];
    const running = run("psql", [...args, "-f", "-"]);
    // A psql that ends at once, as while the server starts, reads nothing; that it failed is said by how it ended.
    running.child.stdin?.on("error", () => {}).end(statements);
    return (await running).stdout;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process?.exitCode === null) this.#process.kill("SIGQUIT");
    await this.#exited;
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** The server refuses to run as root, so there it runs as the system's own user for it. */
function serverUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}
