import { execFile, execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { openDatabase } from "../../src/config/database.ts";
import { madeOnce } from "../made-once.ts";
import { programPath } from "../requirement.ts";

const run = promisify(execFile);
/** The database of every server's that has the program's schema and no rows. */
const current = "current";

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
    const cluster = await madeOnce("postgres", PostgresServer.#makeCluster);
    const directory = mkdtempSync(join(tmpdir(), "identikit-pg-"));
    giveToServer(directory);
    await run("cp", ["-a", join(cluster, "data"), join(directory, "data")], serverUser());
    return await PostgresServer.#on(directory, durable);
  }

  static async #on(directory: string, durable: boolean): Promise<PostgresServer> {
    const settings = [
      "listen_addresses=",
      `unix_socket_directories=${directory}`,
      ...(durable ? [] : ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]),
    ];
    const started = new PostgresServer(directory, settings);
    await started.#serve();
    return started;
  }

  /** Makes in a directory what each server starts as a copy of: setting up a cluster and its schema takes a second. */
  static async #makeCluster(directory: string): Promise<void> {
    giveToServer(directory);
    const options = ["-U", "identikit", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
    const initdb = ["-D", join(directory, "data"), ...options];
    await run(programPath("initdb") as string, initdb, { ...serverUser(), cwd: directory });
    const server = await PostgresServer.#on(directory, false);
    await server.psql("postgres", `CREATE DATABASE ${current} TEMPLATE template0`);
    await (await openDatabase(server.url(current)))[Symbol.asyncDispose]();
    await server.#stop();
  }

  /** Ends the server, as it is ended for an update, and starts it again with the same databases; each connection to it is lost. */
  async restart(): Promise<void> {
    await this.#stop();
    await this.#serve();
  }

  /** Ends the server in order. */
  async #stop(): Promise<void> {
    this.#process?.kill("SIGINT");
    await this.#exited;
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

  /** The URL of a new database with the program's schema and no rows. */
  createCurrent(): Promise<string> {
    return this.createDatabase(current);
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

function giveToServer(directory: string): void {
  const { uid, gid } = serverUser();
  chmodSync(directory, 0o755);
  if (uid !== undefined && gid !== undefined) chownSync(directory, uid, gid);
}

/** The server refuses to run as root, so there it runs as the system's own user for it. */
function serverUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}
