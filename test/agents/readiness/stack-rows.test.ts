import { expect, test } from "vitest";
import { readStackRows } from "../../../src/agents/readiness/stack-rows.ts";
import { FileTree } from "../../../src/tree/file-tree.ts";
import { describeOnBoth } from "../../config/databases.ts";
import { openStore } from "../store/scene.ts";

const server = (url: string) =>
  JSON.stringify({ type: "http", url, headers: { A: "${SECRET:B}${SECRET:A}" } });
const skill = JSON.stringify([{ path: "SKILL.md", text: "hello" }]);

describeOnBoth("the rows that count for a stack", (databases) => {
  test("are those of its agent; without one those for all, or the only one there is", async () => {
    await using scene = await openStore(databases);
    await scene.foreign(`
      INSERT INTO agent_type (name, runtime, enabled) VALUES ('engineer', 'codex', ${databases.kind === "sqlite" ? 1 : "TRUE"});
      INSERT INTO agent (name, type, enabled) VALUES ('eng-1', 'engineer', ${databases.kind === "sqlite" ? 1 : "TRUE"});
      INSERT INTO mcp_server (scope, scope_ref, key, value) VALUES
        ('builtin', '', 'forge', '${server("http://one")}'), ('type', 'engineer', 'forge', '${server("http://two")}'),
        ('type', 'engineer', 'own', '${server("http://own")}');
      INSERT INTO skill (scope, scope_ref, key, value) VALUES ('type', 'engineer', 'triage', '${skill}');`);
    const own = await readStackRows(scene.database, "eng-1");
    expect(own.runtime).toBe("codex");
    expect(await own.server("forge")).toMatchObject({
      content: { url: "http://two" },
      type: "http",
      secrets: ["A", "B"],
    });
    expect(await own.skill("triage")).toBeInstanceOf(FileTree);
    const none = await readStackRows(scene.database, undefined);
    expect(none.runtime).toBeUndefined();
    expect(await none.server("forge")).toMatchObject({ content: { url: "http://one" } });
    expect(await none.server("own")).toMatchObject({ content: { url: "http://own" } });
    expect(await none.server("nothing")).toBeUndefined();
    expect(await none.skill("triage")).toBeInstanceOf(FileTree);
    const unknown = await readStackRows(scene.database, "nobody");
    expect(unknown.runtime).toBeUndefined();
  });
});
