import { expect, test } from "vitest";
import { agentAction } from "../../src/agents/kinds/record/agent-action.ts";
import { describeOnBoth } from "../config/databases.ts";
import { consoleWorld, organization } from "./console-world.ts";
import { bundleOf, call, rows, written } from "./sent-bundles.ts";

/** Lets nobody close the record of an action, as a full disk would at that moment. */
const refusal = {
  sqlite: `CREATE TRIGGER refuse_end BEFORE UPDATE ON agent_object 
    WHEN NEW.kind = 'AgentAction' AND json_extract(NEW.status, '$.phase') <> 'Admitted'
    BEGIN SELECT RAISE(ABORT, 'the disk is full'); END;`,
  postgres: `CREATE FUNCTION refuse_end() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$;
    CREATE TRIGGER refuse_end BEFORE UPDATE ON agent_object FOR EACH ROW
      WHEN (NEW.kind = 'AgentAction' AND NEW.status::json ->> 'phase' <> 'Admitted')
      EXECUTE FUNCTION refuse_end();`,
} as const;

describeOnBoth("bundles over the API", (databases) => {
  test("the API plans and imports the same, and a plan of the command counts", async () => {
    await using world = await consoleWorld(undefined, undefined, undefined, await databases.createCurrent());
    const mira = await world.visit("mira");
    const bundle = await bundleOf(rows);
    const { data } = await call(world, mira, "plan", { bundle });
    expect(data).toMatchObject({ plan: { counts: { create: 4 } }, waiting: [] });
    const rehearsed = await call(world, mira, "import", { bundle, plan: data.plan, dryRun: true });
    expect(rehearsed.data).toMatchObject({ agents: ["ada"], counts: { create: 4 } });
    expect(await world.list(agentAction)).toEqual([]);
    const done = await call(world, mira, "import", { bundle, plan: { format: "x", ...data.plan } });
    expect(done.data).toMatchObject({ bundle: data.plan.bundle, agents: ["ada"] });
    expect((await call(world, mira, "import", { bundle, plan: data.plan })).data.error.code).toBe(
      "PLAN_STALE",
    );
    expect((await call(world, mira, "import", { bundle, prune: "yes" })).status).toBe(422);
  });

  test("an import that is done is no failure where its record cannot be closed, and says which record that is", async () => {
    const location = await databases.createCurrent();
    await using world = await consoleWorld(undefined, undefined, undefined, location);
    const mira = await world.visit("mira");
    const bundle = await bundleOf(rows);
    await databases.foreign(location, refusal[databases.kind]);
    const done = await call(world, mira, "import", { bundle });
    expect(done).toMatchObject({ status: 200, data: { counts: { create: 4 }, agents: ["ada"] } });
    expect(await written(world)).toMatchObject([{ who: "mira", total: 4 }]);
    expect(await world.list(agentAction)).toMatchObject([
      { metadata: { name: done.data.openRecord }, status: { phase: "Admitted" } },
    ]);
    expect(world.faults, "the log of the server says why").toHaveLength(1);
    // The console says so, too, and forgets the bundle.
    const fewer = await bundleOf(rows.slice(0, 3));
    const base = `/orgs/${organization}`;
    expect((await mira.send(`${base}/config/bundle`, { bundle: fewer, prune: "true" })).status).toBe(303);
    const { data } = await mira.model(`${base}/review/import`);
    const sent = await mira.send(data.model.offer.href, data.model.hidden);
    expect(sent).toMatchObject({ status: 303, location: `${base}/config?done=import-unclosed` });
    expect((await mira.model(sent.location ?? "")).data.frame.notice).toContain("still says Admitted");
    expect((await mira.model(`${base}/config/bundle`)).data.model).not.toHaveProperty("sent");
    const damaged = await call(world, mira, "import", { bundle: bundle.replace("Mend", "Sink") });
    expect(damaged.data.error.code, "what the work came to is told, not what came of its record").toBe(
      "BUNDLE_INVALID",
    );
  });
});
