import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadRows } from "../../src/config/rows/load-rows.ts";
import { resolveAgent } from "../../src/config/rows/resolve.ts";
import { describeOnBoth, openFleet } from "./databases.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/explanation/config-database.md"), "utf8");

describeOnBoth("the SQL of the guide", (databases) => {
  test("does what the guide says", async () => {
    const { database, location } = await openFleet(databases);
    await using own = database;
    const [sql] = [...page.matchAll(/```sql\n([\s\S]*?)```/g)].map((match) => match[1] as string);
    const forge = `'{"type":"stdio","command":"gitea-mcp"}'`;
    await databases.foreign(
      location,
      `INSERT INTO agent (name, type) VALUES ('reviewer-infra', 'reviewer');
       INSERT INTO mcp_server (scope, key, value) VALUES ('builtin', 'forge', ${forge}); DELETE FROM render_queue; ${sql}`,
    );
    const queued = await databases.foreign(location, "SELECT agent FROM render_queue ORDER BY agent");
    expect(queued.trim().split("\n")).toEqual(["ada", "bob", "reviewer-infra"]);
    const rows = await loadRows(own);
    const servers = (agent: string) => resolveAgent(rows, agent).mcpServers.map(({ key }) => key);
    expect(servers("reviewer-infra")).toEqual([]);
    expect(servers("cyn")).toEqual(["forge"]);
    expect(servers("ada")).toEqual(["forge", "tickets"]);
  });
});
