import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { agentReviewArtifact } from "../../src/agents/kinds/record/agent-review-artifact.ts";
import { certain } from "../../src/fault/certain.ts";
import { organization, poolKey } from "../agents/dispatch/scene.ts";
import { openStoreAt } from "../agents/store/scene.ts";
import { requires } from "../requirement.ts";
import { identikit, identikitJson } from "./identikit.ts";
import { openRunScene, scriptedWork } from "./run-scene.ts";

const person = (name: string, permission = "write") => [
  "--as",
  name,
  "--as-group",
  `forge:${permission}:acme/fleet`,
];

requires(
  "bwrap",
  "setpriv",
  "prlimit",
)("runs", () => {
  test("are listed by what they are, newest first and in pages, shown with the next step, and told event by event", async () => {
    await using scene = await openRunScene(
      `echo more >> README.md; printf "a\\000b" > gate.bin; ${scriptedWork}`,
    );
    const at = { cwd: scene.root, env: scene.env };
    const { json: first } = await scene.dispatch();
    const { json: second } = await scene.dispatch();
    const list = async (...more: readonly string[]) =>
      (await identikitJson(["runs", "list", ...more], at)).json;
    const names = (page: { readonly items: readonly { readonly metadata: { readonly name: string } }[] }) =>
      page.items.map(({ metadata }) => metadata.name);
    const page = await list("--limit", "1");
    expect(names(page)).toEqual([second.run]);
    expect(names(await list("--limit", "1", "--continue", page.continue))).toEqual([first.run]);
    expect(names(await list("--stack", "fixer", "--repository", "acme/fleet"))).toEqual([
      second.run,
      first.run,
    ]);
    expect(await list("--phase", "Succeeded")).toMatchObject({ items: [] });
    expect(names(await list("--rule", "none"))).toEqual([]);
    const work = await identikitJson(
      ["run", "--pool", "linux", "--remote", join(scene.root, "git"), "--run", first.run],
      { ...at, env: { ...scene.env, IDENTIKIT_POOL_KEY: poolKey } },
    );
    expect(work.code, work.stderr).toBe(0);
    const shown = await identikit(["runs", "show", first.run], at);
    expect(shown.stdout).toContain(`${first.run}: Succeeded`);
    expect(shown.stdout).toMatch(/attempt 1, \S+-1 \(initial\): Succeeded/);
    expect(shown.stdout).toMatch(/context sha256:[0-9a-f]{64}, \d+ sources?/);
    expect(shown.stdout).toMatch(/artifact \S+ \(patch\): Ready, sha256:/);
    expect(shown.stdout).toContain(
      [
        "changed README.md",
        "  @@ -1,1 +1,2 @@",
        "   hello",
        "  +more",
        "added gate.bin: It is binary: it had 0 bytes and has 3.",
        "added task.txt",
        "  @@ -0,0 +1,1 @@",
        "  +You repair the fleet.",
      ].join("\n"),
    );
    expect(shown.stdout).toContain("used: 2 turns, 300 tokens, $0.25");
    expect(shown.stdout).toContain(`next: check it: identikit runs verify ${first.run}`);
    const { json: all } = await identikitJson(["runs", "events", first.run], at);
    expect(all).toMatchObject({ attempt: `${first.run}-1`, isMore: false, last: all.events.length });
    expect(all.events.map(({ text }: { text?: string }) => text)).toContain("done");
    const { json: rest } = await identikitJson(
      ["runs", "events", first.run, "--after", "1", "--limit", "1"],
      at,
    );
    expect(rest.events).toEqual([all.events[1]]);
    const followed = await identikit(["runs", "events", first.run, "--follow"], at);
    expect(followed.stdout.trim().split("\n")).toHaveLength(all.events.length);
    expect((await identikit(["runs", "show", "none"], at)).stderr).toContain("error NOT_FOUND:");
  });

  test("are cancelled, tried again and told more by who may, as the API does it, and each try is on record", async () => {
    await using scene = await openRunScene();
    const at = { cwd: scene.root, env: { ...scene.env, IDENTIKIT_HOST_TOKEN: "" } };
    const { json: dispatched } = await scene.dispatch();
    const name = dispatched.run;
    const act = (action: string, ...more: readonly string[]) =>
      identikitJson(["runs", action, name, ...more], at);
    expect(await act("cancel", ...person("jo", "read"))).toMatchObject({
      code: 1,
      json: { error: { code: "POLICY_DENIED" } },
    });
    expect(await act("retry", ...person("mira"))).toMatchObject({ json: { error: { code: "CONFLICT" } } });
    expect(await act("cancel", ...person("mira"))).toMatchObject({
      code: 0,
      json: { action: { status: { phase: "Done" } } },
    });
    const controller = ["controller", "--once"];
    expect(await identikitJson(controller, at)).toMatchObject({ code: 0 });
    expect((await scene.records()).runs).toMatchObject([{ status: { phase: "Cancelled" } }]);
    expect(await act("continue", "--message", "Add a test.", ...person("mira"))).toMatchObject({
      code: 0,
      json: {
        phase: "Queued",
        action: { status: { phase: "Admitted" }, spec: { arguments: { text: "Add a test." } } },
      },
    });
    const asked = await act(
      "write-back",
      "--request",
      '{"type":"comment","body":"Done."}',
      ...person("mira"),
    );
    expect(asked).toMatchObject({
      code: 0,
      json: { action: { spec: { arguments: { request: { body: "Done." } } } } },
    });
    const files = [{ path: "gates.md", text: "# Gates\n" }];
    const memory = JSON.stringify({ type: "memory_update", title: "Gates", files });
    expect(await act("write-back", "--request", memory, ...person("mira"))).toMatchObject({
      ...{ code: 0, json: { action: { spec: { arguments: { request: { files } } } } } },
    });
    const wrong = await act("write-back", "--request", '{"type":"approval"}', ...person("mira"));
    expect(wrong).toMatchObject({ json: { error: { code: "USAGE" } } });
    const { json } = await identikitJson(["get", "agentactions"], at);
    const told = json.items.map(
      ({ spec, status }: { spec: { action: string; actor: { name: string } }; status: { phase: string } }) =>
        `${spec.actor.name} ${spec.action} ${status.phase}`,
    );
    expect(told).toEqual(
      expect.arrayContaining([
        "jo cancel Denied",
        "mira cancel Done",
        "mira continue Admitted",
        "mira write-back Admitted",
      ]),
    );
  });

  test("have reviews that somebody decides about by command (P-15)", async () => {
    await using scene = await openRunScene();
    const at = { cwd: scene.root, env: { ...scene.env, IDENTIKIT_HOST_TOKEN: "" } };
    const { json: dispatched } = await scene.dispatch();
    {
      await using opened = await openStoreAt(scene.location);
      const metadata = { namespace: organization, name: "rev-1" };
      const spec = agentReviewArtifact.spec.parse({
        ...{ run: dispatched.run, targetRef: { kind: "pull_request", id: "12" }, decision: "comment" },
      });
      await opened.store.write((writer) =>
        writer.create(
          agentReviewArtifact,
          { kind: agentReviewArtifact.kind, metadata, spec },
          { phase: "Open" },
        ),
      );
    }
    const decide = (verdict: string, ...more: readonly string[]) =>
      identikitJson(["runs", "review", "rev-1", verdict, ...more], at);
    expect(await decide("request-changes", "--reason", "Not so.", ...person("jon"))).toMatchObject({
      code: 0,
      json: { phase: "ChangesRequested" },
    });
    const shown = await identikit(["runs", "show", dispatched.run], at);
    expect(shown.stdout).toContain("identikit runs review rev-1 resolve");
    expect(await decide("resolve", ...person("eve", "read"))).toMatchObject({
      json: { error: { code: "POLICY_DENIED" } },
    });
    expect(await decide("resolve", ...person("ada"))).toMatchObject({ code: 0, json: { phase: "Resolved" } });
    await using opened = await openStoreAt(scene.location);
    const key = { namespace: organization, name: "rev-1" };
    const review = certain(await opened.store.read((reader) => reader.get(agentReviewArtifact, key)));
    expect(review.status).toEqual({ phase: "Resolved", decidedBy: { kind: "User", name: "ada" } });
  });

  test("are worked out again from the records, and a change of the audit or of a record is found (P-38)", async () => {
    await using scene = await openRunScene();
    const at = { cwd: scene.root, env: scene.env };
    const { json: dispatched } = await scene.dispatch();
    const env = { ...scene.env, IDENTIKIT_POOL_KEY: poolKey };
    const work = await identikitJson(["run", "--pool", "linux", "--remote", join(scene.root, "git")], {
      ...at,
      env,
    });
    expect(work.code, work.stderr).toBe(0);
    const verify = (...more: readonly string[]) =>
      identikitJson(["runs", "verify", dispatched.run, ...more], at);
    const audit = await identikitJson(["audit", "verify"], at);
    const held = await verify("--expect", audit.json.heads);
    const states = (proofs: readonly { readonly subject: string; readonly state: string }[]) =>
      proofs.filter(({ state }) => state === "differs").map(({ subject }) => subject);
    expect(states(held.json.proofs), held.stderr).toEqual([]);
    const subjects = held.json.proofs.map(({ subject }: { readonly subject: string }) => subject);
    expect(subjects).toEqual(
      expect.arrayContaining([`ticket of ${dispatched.run}-1`, `identity of ${dispatched.run}-1`, "audit"]),
    );
    const exported = await identikit(["audit", "export"], at);
    const records = exported.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).record);
    expect(records).toContain(`AgentDispatchRun/${dispatched.run}`);
    using database = new DatabaseSync(scene.location);
    database.exec(
      `UPDATE agent_object SET status = replace(status, 'Succeeded', 'Failed') WHERE kind = 'AgentDispatchRun'`,
    );
    const changed = await verify();
    expect(changed.code).toBe(2);
    expect(states(changed.json.proofs)).toEqual([`record AgentDispatchRun/${dispatched.run}`]);
    const cut = await verify("--expect", audit.json.heads.replace(/ (\d+):/, " 9$1:"));
    expect(states(cut.json.proofs)).toContain("audit");
  });
});
