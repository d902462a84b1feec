import { expect, test } from "vitest";
import type { z } from "zod";
import { admit } from "../../../src/agents/admission/decision/admit.ts";
import { runControllersOnce } from "../../../src/agents/control/run-controllers.ts";
import { agentMcpServer } from "../../../src/agents/kinds/config/agent-mcp-server.ts";
import { agentSecretGrant } from "../../../src/agents/kinds/config/agent-secret-grant.ts";
import { agentServiceAccount } from "../../../src/agents/kinds/config/agent-service-account.ts";
import { agentSkill } from "../../../src/agents/kinds/config/agent-skill.ts";
import { agentStack } from "../../../src/agents/kinds/config/agent-stack.ts";
import { agentToolProfile } from "../../../src/agents/kinds/config/agent-tool-profile.ts";
import type { Kind } from "../../../src/agents/kinds/kind.ts";
import { agentCapabilityRequirement } from "../../../src/agents/kinds/record/agent-capability-requirement.ts";
import type { ImageProof } from "../../../src/agents/readiness/probe-ports.ts";
import { stackController } from "../../../src/agents/readiness/stack-controller.ts";
import type { StackControllerPorts } from "../../../src/agents/readiness/stack-controller-ports.ts";
import { usualFactAges } from "../../../src/agents/readiness/stack-facts.ts";
import { stackWorlds } from "../../../src/agents/readiness/stack-world.ts";
import { readAdmissionSnapshot } from "../../../src/agents/snapshot/read-snapshot.ts";
import { setRow } from "../../../src/config/rows/edit-rows.ts";
import { openSecretReader } from "../../../src/config/secrets/secret-reader.ts";
import { setSecret } from "../../../src/config/secrets/secret-store.ts";
import { clientPrograms } from "../../../src/probe/clients/probe-clients.ts";
import { mcpServers } from "../../../src/probe/mcp/probe-servers.ts";
import { silentLogger } from "../../../src/runtime/logger.ts";
import { Keyring } from "../../../src/secret/keyring.ts";
import { skillRows } from "../../../src/validate/skill-row.ts";
import { describeOnBoth, type TestDatabases } from "../../config/databases.ts";
import { startHttpServer } from "../../probe/http-server.ts";
import { facts as hostFacts, request } from "../admission/sample.ts";
import { openStore } from "../store/scene.ts";

const keyring = Keyring.parse(Keyring.generateEntry("k1"), "test");
const namespace = "tidewater";
const signal = new AbortController().signal;
const treeDigest = `sha256:${"7".repeat(64)}`;
const image = `registry.example/agent@sha256:${"8".repeat(64)}`;

const goodSkill = [
  { path: "SKILL.md", text: "---\nname: triage\ndescription: Sorts what came in.\n---\nSort it.\n" },
];

const proven: ImageProof = {
  treeDigest: async () => treeDigest,
  prove: async () => ({ fact: { verdict: "clean", treeDigest } }),
};

/** A database with a stack, its MCP server on loopback, and the controller that looks at them. */
async function openScene(databases: TestDatabases, manner: Parameters<typeof startHttpServer>[0] = "json") {
  const scene = await openStore(databases);
  const { store, database } = scene;
  const far = await startHttpServer(manner);
  const time = { now: new Date("2026-11-22T10:00:00Z") };
  const clock = { now: () => time.now };
  const secrets = openSecretReader({ database, keyring, env: {}, log: silentLogger, clock });
  const organizations = [
    { name: namespace, repositories: ["tidewater/*"], configRepository: "tidewater/fleet" },
  ];
  const ports: StackControllerPorts = {
    store,
    worlds: stackWorlds(database, store, { organizations, declared: () => undefined }),
    clients: clientPrograms({ env: { PATH: "/nowhere" }, startPrograms: false }),
    servers: mcpServers({ env: {}, startPrograms: false, secrets, accessor: async () => "controller" }),
    skills: skillRows,
    images: proven,
    ages: usualFactAges,
    now: () => time.now,
  };
  const make = (kind: Kind, name: string, spec: object) =>
    store.write((objects) =>
      objects.create(kind, { kind: kind.kind, metadata: { namespace, name }, spec: kind.spec.parse(spec) }),
    );
  const row = (table: "mcp_server" | "skill", key: string, value: unknown) =>
    setRow(
      database,
      { table, scope: "global", reference: "", key },
      { kind: "value", json: JSON.stringify(value) },
    );
  await row("mcp_server", "forge", {
    type: "http",
    url: far.url,
    headers: { Authorization: "Bearer ${SECRET:TOKEN}" },
  });
  await row("skill", "triage", goodSkill);
  await make(agentServiceAccount, "fixer", { serviceAccountName: "fixer" });
  await make(agentMcpServer, "forge", { transport: "http", scope: {}, needs: { secrets: ["TOKEN"] } });
  await make(agentSkill, "triage", { format: "skill", sourceRef: {} });
  await make(agentStack, "fixer", {
    baseAgent: "claude-code",
    adapter: { name: "claude", version: "2.1.330" },
    runtimeIdentity: "fixer",
    mcpServers: ["forge"],
    skills: ["triage"],
    image,
  });
  return {
    ...scene,
    far,
    time,
    ports,
    make,
    row,
    organizations,
    /** Gives the stack what it needs. */
    grant: async ({ secret = true } = {}) => {
      if (secret) await setSecret(database, keyring, "TOKEN", "t0p-secret");
      await make(agentSecretGrant, "token", {
        subject: { kind: "AgentMcpServer", name: "forge" },
        secretRef: { name: "TOKEN" },
        purpose: "mcp",
      });
    },
    /** Lets the controller do all that is due. */
    settle: async (changes: Partial<StackControllerPorts> = {}) =>
      await runControllersOnce({
        database,
        controllers: [stackController({ ...ports, ...changes })],
        worker: "w1",
        until: signal,
      }),
    get: async <One extends Kind>(kind: One, name: string) => {
      const found = await store.read((reader) => reader.get(kind, { namespace, name }));
      if (!found) throw new Error(`there is no ${kind.kind} ${name}`);
      return found;
    },
    /** Writes the stack anew, with some of it changed. */
    change: async (spec: Partial<z.input<typeof agentStack.spec>>) => {
      const metadata = { namespace, name: "fixer" };
      await store.write(async (objects) => {
        const found = await objects.get(agentStack, metadata);
        const next = agentStack.spec.parse({ ...found?.spec, ...spec });
        return await objects.update(agentStack, { kind: agentStack.kind, metadata, spec: next });
      });
    },
    needs: async () => {
      const found = await store.read((reader) =>
        Array.fromAsync(reader.each(agentCapabilityRequirement, { namespace })),
      );
      return Object.fromEntries(found.map(({ spec, status }) => [`${spec.need} ${spec.name}`, status.phase]));
    },
  };
}

describeOnBoth("the controller of stacks (P-33)", (databases) => {
  test("asks the server with the secret that is granted, and the stack is Ready", async () => {
    await using scene = await openScene(databases);
    await scene.grant();
    expect(await scene.settle()).toMatchObject({ failed: 0 });
    const { status } = await scene.get(agentStack, "fixer");
    expect(status.conditions?.filter((one) => one.status !== "True")).toEqual([]);
    expect(status).toMatchObject({
      phase: "Ready",
      observedGeneration: 1,
      identity: { image, verdict: "clean" },
    });
    const server = await scene.get(agentMcpServer, "forge");
    expect(server.status).toMatchObject({
      phase: "Healthy",
      serverName: "far",
      probedAt: "2026-11-22T10:00:00.000Z",
      tools: [{ name: "look", description: "for [hidden]" }],
    });
    expect(server.status.conditions?.map(({ type, status: is }) => `${type} ${is}`)).toEqual([
      "Healthy True",
      "NeedsMet True",
    ]);
    const skill = await scene.get(agentSkill, "triage");
    expect(skill.status).toMatchObject({
      description: "Sorts what came in.",
      digest: expect.stringMatching(/^sha256:/),
    });
    expect(await scene.needs()).toEqual({
      "capability events": "Met",
      "capability headless": "Met",
      "capability mcp_servers": "Met",
      "secret TOKEN": "Met",
    });
    const log = await scene.database.read((query) =>
      query.selectFrom("secret_access_log").selectAll().execute(),
    );
    expect(log).toMatchObject([
      { secret: "TOKEN", agent: "forge", accessor: "controller", reason: "health probe" },
    ]);
  });

  test("writes nothing where nothing has changed", async () => {
    await using scene = await openScene(databases);
    await scene.grant();
    await scene.settle();
    const versions = async () =>
      Promise.all(
        [
          [agentStack, "fixer"] as const,
          [agentMcpServer, "forge"] as const,
          [agentSkill, "triage"] as const,
        ].map(async ([kind, name]) => (await scene.get(kind, name)).metadata.resourceVersion),
      );
    const before = await versions();
    const controller = stackController(scene.ports);
    scene.time.now = new Date("2026-11-22T10:20:00Z");
    for (const [kind, name] of [
      ["AgentStack", "fixer"],
      ["AgentMcpServer", "forge"],
      ["AgentSkill", "triage"],
    ] as const)
      await controller.reconcile({ kind, namespace, name }, signal);
    expect(await versions()).toEqual(before);
    expect(scene.far.asked.filter(({ rpc }) => rpc === "initialize")).toHaveLength(1);
  });

  test("refuses a dispatch in the status's own words until what is missing is there (P-48)", async () => {
    await using scene = await openScene(databases);
    await scene.settle();
    const { status } = await scene.get(agentStack, "fixer");
    expect(status.phase).toBe("Blocked");
    expect(await scene.needs()).toMatchObject({ "secret TOKEN": "Missing" });
    const decide = async () =>
      admit(
        request({ host: hostFacts(), stack: "fixer" }),
        await readAdmissionSnapshot(scene.database, {
          organization: namespace,
          organizations: scene.organizations,
          now: scene.time.now,
        }),
      );
    const refused = await decide();
    const refusal = refused.reasons.find(({ code }) => code === "STACK_NOT_READY");
    const said = (status.conditions ?? [])
      .filter((one) => one.status !== "True")
      .map(({ type, message }) => `${type}: ${message}`)
      .sort();
    expect(refusal?.message).toBe(`the stack fixer is Blocked: ${said.join("; ")}`);
    expect(scene.far.asked).toEqual([]);
    await scene.grant();
    await scene.settle();
    expect((await decide()).reasons.map(({ code }) => code)).not.toContain("STACK_NOT_READY");
    expect(await scene.needs()).toMatchObject({ "secret TOKEN": "Met" });
  });

  test("sees at once what changes without a word, such as a secret that is set and a row that is put right", async () => {
    await using scene = await openScene(databases);
    await scene.grant({ secret: false });
    await scene.row("skill", "triage", [{ path: "SKILL.md", text: "Sort it." }]);
    await scene.settle();
    const off = async () => {
      const { status } = await scene.get(agentStack, "fixer");
      return (status.conditions ?? []).filter((one) => one.status !== "True").map(({ reason }) => reason);
    };
    expect(await off()).toEqual(["NeedAbsent", "McpNeedsUnmet", "SkillInvalid"]);
    expect((await scene.get(agentSkill, "triage")).status.conditions).toMatchObject([
      { type: "Validated", status: "False", message: "SKILL.md:1: the file does not begin with frontmatter" },
      { type: "NeedsMet", status: "True" },
    ]);
    expect((await scene.get(agentMcpServer, "forge")).status).toMatchObject({
      phase: "Unknown",
      conditions: [
        {
          type: "Healthy",
          status: "Unknown",
          reason: "McpNeedsUnmet",
          message: "no stack that uses it is given TOKEN",
        },
        { type: "NeedsMet", status: "False" },
      ],
    });
    await setSecret(scene.database, keyring, "TOKEN", "t0p-secret");
    await scene.row("skill", "triage", goodSkill);
    await scene.settle();
    expect(await off()).toEqual([]);
  });

  test("gives a server no secret that only a stack is given which may not use it", async () => {
    await using scene = await openScene(databases);
    await scene.grant();
    const metadata = { namespace, name: "forge" };
    await scene.store.write(async (objects) => {
      const found = await objects.get(agentMcpServer, metadata);
      if (!found) throw new Error("there is no server");
      const spec = { ...found.spec, scope: { stacks: ["another"] } };
      await objects.update(agentMcpServer, { kind: agentMcpServer.kind, metadata, spec });
    });
    await scene.settle();
    expect(scene.far.asked).toEqual([]);
    const { status } = await scene.get(agentStack, "fixer");
    expect(status.conditions?.find(({ type }) => type === "McpHealthy")).toMatchObject({
      reason: "McpOutOfScope",
    });
  });

  test("blocks the stack when its server no longer answers, and asks again when it is time", async () => {
    await using scene = await openScene(databases);
    await scene.grant();
    await scene.settle();
    await scene.row("mcp_server", "forge", {
      type: "http",
      url: "http://127.0.0.1:9/",
      headers: { Authorization: "Bearer ${SECRET:TOKEN}" },
    });
    const controller = stackController(scene.ports);
    const look = async (kind: string, name: string) =>
      await controller.reconcile({ kind, namespace, name }, signal);
    scene.time.now = new Date("2026-11-22T11:30:00Z");
    expect(await look("AgentMcpServer", "forge")).toEqual({ againMs: 300_000 });
    const server = await scene.get(agentMcpServer, "forge");
    expect(server.status).toMatchObject({ phase: "Unhealthy", probedAt: "2026-11-22T11:30:00.000Z" });
    await look("AgentStack", "fixer");
    const { status } = await scene.get(agentStack, "fixer");
    expect(status.phase).toBe("Blocked");
    const mcp = status.conditions?.find(({ type }) => type === "McpHealthy");
    expect(mcp).toMatchObject({ status: "False", reason: "McpUnhealthy" });
    expect(mcp?.message).toContain("127.0.0.1:9 could not be reached: nothing listens there");
  });

  test("keeps an answer that it cannot ask for again, and says how old it is", async () => {
    await using scene = await openScene(databases);
    await scene.grant();
    await scene.settle();
    const cannot = { message: "it is not reachable from here", remedy: "Run it elsewhere." };
    const controller = stackController({
      ...scene.ports,
      servers: { ask: async () => ({ unseen: cannot }) },
    });
    scene.time.now = new Date("2026-11-22T14:00:00Z");
    await controller.reconcile({ kind: "AgentMcpServer", namespace, name: "forge" }, signal);
    await controller.reconcile({ kind: "AgentStack", namespace, name: "fixer" }, signal);
    const { status } = await scene.get(agentStack, "fixer");
    expect(status.phase).toBe("Warning");
    expect(status.conditions?.find(({ type }) => type === "McpHealthy")).toMatchObject({
      status: "Unknown",
      reason: "McpFactsOld",
      message: "agentmcpservers/forge was asked last at 2026-11-22T10:00:00.000Z",
      remedy: "Run it elsewhere.",
    });
  });

  test("looks again at a stack whose image is another one, and asks the gate for that one alone", async () => {
    await using scene = await openScene(databases);
    await scene.grant();
    await scene.settle();
    const asked: string[] = [];
    const images: ImageProof = {
      treeDigest: async () => treeDigest,
      prove: async (name) => {
        asked.push(name);
        return { fact: { verdict: "drift", treeDigest, message: "/opt/x: FILE_CHANGED" } };
      },
    };
    await scene.settle({ images });
    expect(asked).toEqual([]);
    const other = image.replace("8888", "9999");
    await scene.change({ image: other });
    await scene.settle({ images });
    expect(new Set(asked)).toEqual(new Set([other]));
    const { status } = await scene.get(agentStack, "fixer");
    expect(status).toMatchObject({ phase: "Blocked", observedGeneration: 2, identity: { image: other } });
    const history = async () =>
      (await scene.get(agentStack, "fixer")).status.identityHistory?.map((one) => [one.image, one.verdict]);
    expect(await history(), "with the one before").toEqual([
      [other, "drift"],
      [image, "clean"],
    ]);
    await scene.change({ image });
    await scene.settle();
    expect(await history(), "and a return to it").toEqual([
      [image, "clean"],
      [other, "drift"],
      [image, "clean"],
    ]);
    expect(status.conditions?.find(({ type }) => type === "IdentityProven")?.message).toContain(
      "/opt/x: FILE_CHANGED",
    );
  });

  test("says once that an image cannot be read, and waits", async () => {
    await using scene = await openScene(databases);
    await scene.grant();
    const unread = { verdict: "unverified" as const, treeDigest, message: "/: the registry does not answer" };
    const images: ImageProof = { treeDigest: async () => treeDigest, prove: async () => ({ fact: unread }) };
    await scene.settle({ images });
    const before = await scene.get(agentStack, "fixer");
    expect(before.status.phase).toBe("Pending");
    scene.time.now = new Date("2026-11-22T10:05:00Z");
    const controller = stackController({ ...scene.ports, images });
    const again = await controller.reconcile({ kind: "AgentStack", namespace, name: "fixer" }, signal);
    expect(again).toEqual({ againMs: 30_000 });
    expect((await scene.get(agentStack, "fixer")).metadata.resourceVersion).toBe(
      before.metadata.resourceVersion,
    );
  });

  test("makes, updates and removes the records of what a stack needs, and puts right what others do to them", async () => {
    await using scene = await openScene(databases);
    await scene.settle();
    await scene.grant();
    await scene.make(agentToolProfile, "careful", {
      filesystemPolicy: { mode: "workspace_write" },
      approvalPolicyByTool: { Bash: "ask" },
    });
    await scene.change({ toolProfile: "careful", mcpServers: [] });
    await scene.settle();
    expect(await scene.needs()).toEqual({
      "capability ask": "Met",
      "capability events": "Met",
      "capability headless": "Met",
      "capability tool_rules": "Met",
      "capability workspace_write": "Met",
    });
    const [first] = await scene.store.read((reader) =>
      Array.fromAsync(reader.each(agentCapabilityRequirement, { namespace })),
    );
    if (!first) throw new Error("nothing is needed");
    await scene.store.write((objects) => objects.delete(agentCapabilityRequirement, first.metadata));
    await scene.settle();
    expect(Object.keys(await scene.needs())).toHaveLength(5);
    await scene.store.write((objects) => objects.delete(agentStack, { namespace, name: "fixer" }));
    await scene.settle();
    expect(await scene.needs()).toEqual({});
  });

  test("says of a need that its grant is refused or over, and of a stack that names what is not there that it is wrong in itself", async () => {
    await using scene = await openScene(databases);
    await scene.grant();
    const grant = (name: string, spec: object) =>
      scene.make(agentSecretGrant, name, {
        subject: { kind: "AgentMcpServer", name: "forge" },
        secretRef: { name: "TOKEN" },
        purpose: "mcp",
        ...spec,
      });
    await grant("refused", { effect: "deny" });
    await scene.settle();
    expect(await scene.needs()).toMatchObject({ "secret TOKEN": "Denied" });
    expect((await scene.get(agentStack, "fixer")).status.phase).toBe("Blocked");
    await scene.store.write(async (objects) => {
      for (const name of ["refused", "token"]) await objects.delete(agentSecretGrant, { namespace, name });
    });
    await grant("over", { expires: "2026-11-01T00:00:00Z" });
    await scene.settle();
    expect(await scene.needs()).toMatchObject({ "secret TOKEN": "Expired" });
    await scene.change({ skills: ["absent"] });
    await scene.settle();
    const { phase, conditions } = (await scene.get(agentStack, "fixer")).status;
    expect(phase).toBe("Error");
    expect(conditions).toContainEqual(
      expect.objectContaining({ type: "SkillsValidated", status: "False", reason: "ReferenceMissing" }),
    );
  });

  test("without the client, and without a version that is known, a stack waits and is never Ready", async () => {
    await using scene = await openScene(databases);
    await scene.grant();
    const pinned = async (version: string | undefined) => {
      await scene.change({ adapter: { name: "claude", version } });
      await scene.settle();
      const { status } = await scene.get(agentStack, "fixer");
      const { reason, remedy } = status.conditions?.find(({ type }) => type === "CapabilitiesResolved") ?? {};
      return { phase: status.phase, reason, remedy };
    };
    expect(await pinned(undefined)).toEqual({
      phase: "Pending",
      reason: "ClientNotSeen",
      remedy:
        "Run identikit controller --once in a job that has the client, such as after: npm install -g @anthropic-ai/claude-code. Or: Set adapter.version to one that Identikit knows: 2.1.330.",
    });
    expect(await pinned("9.9.9")).toMatchObject({ phase: "Pending" });
    // A job that has the client looks once; jobs without it know it from then on.
    const look = async () => ({
      fact: { version: "9.9.9", capabilities: ["headless", "events", "mcp_servers"] },
    });
    scene.time.now = new Date("2026-11-22T10:01:00Z");
    const controller = stackController({ ...scene.ports, clients: { ...scene.ports.clients, look } });
    await controller.reconcile({ kind: "AgentStack", namespace, name: "fixer" }, signal);
    scene.time.now = new Date("2027-11-22T10:02:00Z");
    await stackController(scene.ports).reconcile(
      { kind: "AgentMcpServer", namespace, name: "forge" },
      signal,
    );
    await stackController(scene.ports).reconcile({ kind: "AgentStack", namespace, name: "fixer" }, signal);
    const { status } = await scene.get(agentStack, "fixer");
    expect(status.client).toMatchObject({ version: "9.9.9", seenAt: "2026-11-22T10:01:00.000Z" });
    expect(status.conditions?.find(({ type }) => type === "CapabilitiesResolved")).toMatchObject({
      status: "True",
    });
  });
});
