import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verifyLog } from "../../../src/config/access-log/verify-log.ts";
import type { Cells } from "../../../src/config/connection/session.ts";
import { type ConfigDatabase, openDatabase } from "../../../src/config/database.ts";
import { shapeOf, type TableShape } from "../../../src/config/schema/tables.ts";
import type { Keyring } from "../../../src/secret/keyring.ts";
import type { KillPlace } from "./kill-place.ts";

/** A repository and a config database in which commands are killed. */
export class KillProject implements Disposable {
  /** Holds the repository, and room for env directories beside it. */
  readonly directory: string = mkdtempSync(join(tmpdir(), "identikit-killed-"));
  readonly root: string = join(this.directory, "repository");
  readonly location: string;

  private constructor(location: string) {
    this.location = location;
    mkdirSync(this.root);
    writeFileSync(join(this.root, "identikit.yaml"), "{}\n");
  }

  /** @param agents of one type, to begin with */
  static async make(place: KillPlace, agents: readonly string[]): Promise<KillProject> {
    const project = new KillProject(await place.create());
    await project.open(async (database) => {
      await putRows(database, {
        agent_type: [["t", "claude-code", true]],
        agent: agents.map((name) => [name, "t", true]),
      });
    });
    await project.emptyQueue();
    return project;
  }

  /** Opens the database for as long as something takes: nobody else has it open when a process is killed. */
  async open<Result>(work: (database: ConfigDatabase) => Promise<Result>): Promise<Result> {
    await using database = await openDatabase(this.location);
    return await work(database);
  }

  /** The agents that are due or in a worker's hands, in byte order. */
  async queued(): Promise<string[]> {
    return this.open(async (database) => {
      const rows = await database.read((query) =>
        query.selectFrom("render_queue").select("agent").orderBy("agent").execute(),
      );
      return rows.map(({ agent }) => agent);
    });
  }

  async emptyQueue(): Promise<void> {
    await this.open((database) =>
      database.transaction("write", ({ query }) => query.deleteFrom("render_queue").execute()),
    );
  }

  /** @throws where the database is damaged or its access log does not hold together */
  async verify(keyring: Keyring): Promise<void> {
    await this.open(async (database) => {
      const { findings } = await verifyLog(database, keyring);
      if (findings.length > 0) throw new Error(`the access log: ${JSON.stringify(findings)}`);
      if (database.kind === "postgres") return;
      const problems = await database.transaction("read", async ({ query, sql }) => {
        const { rows } = await sql<{ integrity_check: string }>`PRAGMA integrity_check(3)`.execute(query);
        return rows.map((row) => row.integrity_check).filter((line) => line !== "ok");
      });
      if (problems.length > 0) throw new Error(`the database is damaged: ${problems[0]}`);
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** Writes rows in one transaction, in the order in which they are given. */
export async function putRows(
  database: ConfigDatabase,
  tables: { readonly [Name in TableShape["name"]]?: readonly Cells[] },
): Promise<void> {
  await database.transaction("configure", async ({ bulk }) => {
    for (const [name, rows] of Object.entries(tables))
      await bulk.put(shapeOf(name as TableShape["name"]), rows);
  });
}
