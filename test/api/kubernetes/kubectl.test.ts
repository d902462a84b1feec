import { once } from "node:events";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { requires } from "../../requirement.ts";
import {
  type KubernetesWorld,
  kindCalled,
  kubernetesWorld,
  manifestOf,
  namespace,
  token,
} from "./kubernetes-world.ts";

async function ok(world: KubernetesWorld, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await world.kubectl(...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) });
  return stdout;
}

async function apply(world: KubernetesWorld, kind: string, name: string, changes = {}): Promise<string> {
  return await ok(world, "apply", "-f", world.file(name, manifestOf(kind, name, changes)));
}

requires("kubectl")("kubectl, without a cluster (P-30)", () => {
  test("finds every kind with its names, and the organisations (P-1, P-53)", async () => {
    await using world = await kubernetesWorld();
    const resources = await ok(world, "api-resources");
    expect(resources).toMatch(/^agentdispatchruns +\S+ +identikit\.dev\/v1alpha1 +true +AgentDispatchRun$/m);
    expect(resources.trim().split("\n")).toHaveLength(1 + 1 + 38);
    expect(await ok(world, "get", "namespaces")).toMatch(
      /^NAME +STATUS\nberths +Active\ntidewater +Active\n$/,
    );
    expect(world.faults).toEqual([]);
  });

  test("applies, changes, shows and removes an object (P-30)", async () => {
    await using world = await kubernetesWorld();
    // kubectl sends a list again as a whole where the server has added to its entries, so one without defaults.
    const plain = { spec: { writeBack: undefined } };
    expect(await apply(world, "AgentStack", "fixer", plain)).toBe("agentstack.identikit.dev/fixer created\n");
    expect(await apply(world, "AgentStack", "fixer", plain)).toBe(
      "agentstack.identikit.dev/fixer unchanged\n",
    );
    const changed = { spec: { runnerPool: "macos" }, metadata: { labels: { team: "harbour" } } };
    expect(await apply(world, "AgentStack", "fixer", changed)).toBe(
      "agentstack.identikit.dev/fixer configured\n",
    );
    expect(await ok(world, "get", "stacks")).toMatch(
      /^NAME +STATUS +CLIENT +POOL +AGE\nfixer +claude-code +macos +\d+s\n$/,
    );
    expect(parse(await ok(world, "get", "stack", "fixer", "-o", "yaml"))).toMatchObject({
      apiVersion: "identikit.dev/v1alpha1",
      kind: "AgentStack",
      metadata: { name: "fixer", namespace, generation: 2, labels: { team: "harbour" } },
      spec: { ...kindCalled("AgentStack").example.spec, runnerPool: "macos" },
    });
    expect(await ok(world, "delete", "stack", "fixer")).toContain('"fixer" deleted');
    expect((await world.kubectl("get", "stack", "fixer")).stderr).toContain(
      'Error from server (NotFound): agentstacks.identikit.dev "fixer" not found',
    );
    expect(world.faults).toEqual([]);
  });

  test("tries a change on the server and shows the difference, and nothing is kept (P-45)", async () => {
    await using world = await kubernetesWorld();
    const dry = world.file("fixer", manifestOf("AgentStack", "fixer"));
    expect(await ok(world, "apply", "--dry-run=server", "-f", dry)).toContain("created (server dry run)");
    expect(await ok(world, "get", "stacks", "-o", "name")).toBe("");
    await apply(world, "AgentStack", "fixer");
    const other = world.file("other", manifestOf("AgentStack", "fixer", { spec: { runnerPool: "macos" } }));
    const { code, stdout } = await world.kubectl("diff", "-f", other);
    expect(code).toBe(1);
    const lines = stdout.split("\n").filter((line) => /^[-+] /.test(line));
    expect(lines).toEqual([
      "-  generation: 1",
      "+  generation: 2",
      "-  runnerPool: linux",
      "+  runnerPool: macos",
    ]);
    expect(await ok(world, "diff", "-f", dry)).toBe("");
  });

  test("explains every field from the server's own description", async () => {
    await using world = await kubernetesWorld();
    const spec = await ok(world, "explain", "agentstack.spec");
    expect(spec).toContain("KIND:       AgentStack");
    expect(spec).toMatch(/^ {2}adapter\t<Object> -required-$/m);
    expect(spec).toContain("enum: always, on_request, write_back_only, never");
    const all = await ok(world, "explain", "agentdispatchrun", "--recursive");
    for (const field of [
      "metadata",
      "sourceRefs",
      "defaultBranch",
      "status",
      "conditions",
      "lastTransitionTime",
    ])
      expect(all).toMatch(new RegExp(`^ +${field}\\t`, "m"));
    expect(await ok(world, "explain", "agentstack.metadata.labels")).toContain(
      "FIELD: labels <map[string]string>",
    );
  });

  test("refuses fields that a kind does not have, and says what is wrong with values (P-43)", async () => {
    await using world = await kubernetesWorld();
    const unknown = world.file("a", manifestOf("AgentStack", "a", { spec: { runerPool: "linux" } }));
    const strict = await world.kubectl("apply", "-f", unknown);
    expect(strict).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('unknown field "spec.runerPool"'),
    });
    const warned = await world.kubectl("apply", "--validate=warn", "-f", unknown);
    expect(warned).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('Warning: unknown field "spec.runerPool"'),
    });
    const wrong = world.file(
      "b",
      manifestOf("AgentStack", "b", { spec: { approvalMode: "maybe", runtimeIdentity: "A b" } }),
    );
    const { code, stderr } = await world.kubectl("apply", "-f", wrong);
    expect(code).toBe(1);
    expect(stderr).toContain('The AgentStack "b" is invalid');
    expect(stderr).toContain("* spec.approvalMode: Invalid value");
    expect(stderr).toContain("* spec.runtimeIdentity: Invalid value");
  });

  test("pages, selects, and looks into all organisations (P-32)", async () => {
    await using world = await kubernetesWorld();
    const list = {
      apiVersion: "v1",
      kind: "List",
      items: Array.from({ length: 12 }, (_, at) =>
        manifestOf("AgentSkill", `skill-${String(at).padStart(2, "0")}`, {
          metadata: { labels: { even: String(at % 2 === 0) } },
        }),
      ),
    };
    await ok(world, "create", "-f", world.file("all", list));
    await ok(world, "create", "-n", "tidewater", "-f", world.file("one", manifestOf("AgentSkill", "other")));
    const names = (text: string) =>
      text
        .trim()
        .split("\n")
        .map((line) => line.split("/")[1]);
    expect(names(await ok(world, "get", "agentskills", "--chunk-size=5", "-o", "name"))).toEqual(
      list.items.map(({ metadata }) => metadata.name),
    );
    expect(names(await ok(world, "get", "agentskills", "-l", "even=true", "-o", "name"))).toHaveLength(6);
    expect(
      names(
        await ok(world, "get", "agentskills", "--field-selector", "metadata.name=skill-03", "-o", "name"),
      ),
    ).toEqual(["skill-03"]);
    const everywhere = await ok(world, "get", "agentskills", "-A", "--chunk-size=5");
    expect(everywhere.trim().split("\n")).toHaveLength(14);
    expect(everywhere).toMatch(/^tidewater +other +skill /m);
  });

  test("watches, in the order of the changes (P-3, P-32)", async () => {
    await using world = await kubernetesWorld();
    await apply(world, "AgentDispatchRun", "run-1");
    const watching = world.start("get", "agentdispatchruns", "-w", "--output-watch-events");
    let seen = "";
    watching.stdout?.on("data", (chunk) => (seen += chunk));
    const until = (what: RegExp) => expect.poll(() => seen, { timeout: 100_000, interval: 50 }).toMatch(what);
    await until(/ADDED +run-1/);
    const run = kindCalled("AgentDispatchRun");
    for (const phase of ["Queued", "Running", "Succeeded"])
      await world.store.write((writer) => writer.setStatus(run, { namespace, name: "run-1" }, { phase }));
    await apply(world, "AgentDispatchRun", "run-2");
    await ok(world, "delete", "agentdispatchrun", "run-1");
    await until(
      /ADDED +run-1[\s\S]*MODIFIED +run-1 +Queued[\s\S]*MODIFIED +run-1 +Running[\s\S]*MODIFIED +run-1 +Succeeded[\s\S]*ADDED +run-2[\s\S]*DELETED +run-1/,
    );
    // A watch that begins where changes are no longer kept is told so, and so is kubectl; of an address it takes the whole path.
    const stacks = `/t/${token}/apis/identikit.dev/v1alpha1/agentstacks`;
    expect(JSON.parse(await ok(world, "get", "--raw", `${stacks}?watch=1&resourceVersion=1`))).toMatchObject({
      type: "ERROR",
      object: { reason: "Expired", code: 410 },
    });
    watching.kill();
    await once(watching, "exit");
  });

  test("is told of a conflict, and of what server-side apply would need", async () => {
    await using world = await kubernetesWorld();
    await apply(world, "AgentStack", "fixer");
    const old = await ok(world, "get", "stack", "fixer", "-o", "json");
    await apply(world, "AgentStack", "fixer", { spec: { runnerPool: "macos" } });
    const { code, stderr } = await world.kubectl("replace", "-f", world.file("old", JSON.parse(old)));
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("(Conflict)") });
    const served = await world.kubectl(
      "apply",
      "--server-side",
      "-f",
      world.file("new", manifestOf("AgentStack", "new")),
    );
    expect(served).toMatchObject({ code: 1, stderr: expect.stringContaining("leave out --server-side") });
  });

  test("changes by merge patch, JSON patch and labels", async () => {
    await using world = await kubernetesWorld();
    await apply(world, "AgentStack", "fixer");
    await ok(world, "patch", "stack", "fixer", "--type=merge", "-p", '{"spec":{"runnerPool":null}}');
    await ok(
      world,
      "patch",
      "stack",
      "fixer",
      "--type=json",
      "-p",
      '[{"op":"add","path":"/spec/skills/-","value":"more"}]',
    );
    await ok(world, "label", "stack", "fixer", "team=harbour");
    const { spec, metadata } = JSON.parse(await ok(world, "get", "stack", "fixer", "-o", "json"));
    expect(spec).not.toHaveProperty("runnerPool");
    expect(spec.skills).toEqual(["triage", "more"]);
    expect(metadata).toMatchObject({ generation: 3, labels: { team: "harbour" } });
  });

  test("is refused what its user may not (P-44)", async () => {
    await using world = await kubernetesWorld(
      (question) => question.kind === "path" || question.verb !== "delete",
    );
    await apply(world, "AgentStack", "fixer");
    const { code, stderr } = await world.kubectl("delete", "stack", "fixer");
    expect(code).toBe(1);
    expect(stderr).toContain(
      `Error from server (Forbidden): agentstacks.identikit.dev "fixer" is forbidden: User "mira" cannot delete resource "agentstacks" in API group "identikit.dev" in the namespace "berths"`,
    );
  });

  test("describes an object, replaces it, and waits for a phase", async () => {
    await using world = await kubernetesWorld();
    await apply(world, "AgentDispatchRun", "run-1");
    expect(await ok(world, "describe", "agentdispatchrun", "run-1")).toMatch(/^Kind: +AgentDispatchRun$/m);
    const waiting = world.kubectl(
      "wait",
      "agentdispatchrun/run-1",
      "--for=jsonpath={.status.phase}=Running",
      "--timeout=50s",
    );
    const run = kindCalled("AgentDispatchRun");
    await world.store.write((writer) =>
      writer.setStatus(run, { namespace, name: "run-1" }, { phase: "Running" }),
    );
    expect(await waiting).toMatchObject({ code: 0, stdout: expect.stringContaining("condition met") });
  });
});
