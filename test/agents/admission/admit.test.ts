import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { RunRequest } from "../../../src/agents/admission/decision/admission-request.ts";
import type { AdmissionSnapshot } from "../../../src/agents/admission/decision/admission-snapshot.ts";
import { admit } from "../../../src/agents/admission/decision/admit.ts";
import { reasonCodes } from "../../../src/agents/admission/decision/reason.ts";
import { stackRefusal } from "../../../src/agents/admission/decision/stack-refusal.ts";
import { type Decision, decision } from "../../../src/agents/kinds/actor.ts";
import { checkResource } from "../../../src/agents/resource/check-resource.ts";
import {
  account,
  binding,
  budget,
  facts,
  granted,
  pause,
  request,
  role,
  rule,
  secretGrant,
  server,
  snapshot,
  stack,
} from "./sample.ts";

const codes = ({ reasons }: Decision, effect: string) =>
  reasons.filter((one) => one.effect === effect).map(({ code }) => code);
const denials = (changes: Partial<RunRequest>, in_: AdmissionSnapshot = snapshot()) =>
  codes(admit(request(changes), in_), "deny");

/** A decision as it is stored: read by its schema. */
function admitted(of: RunRequest, in_: AdmissionSnapshot): Decision {
  return decision.parse(admit(of, in_));
}

describe("a dispatch", () => {
  test("is allowed for somebody who can write, with the roles and grants that say so (P-2, P-4)", () => {
    const answer = admitted(request(), snapshot());
    expect(answer.verdict).toBe("allowed");
    expect(answer.tier).toBe("trusted");
    expect(answer.reasons.map(({ code, object }) => [code, object])).toEqual([
      ["ACCESS_ALLOWED", "agentrolebindings/forge-write-dispatch"],
      ["ACCESS_ALLOWED", "agentrolebindings/forge-write-dispatch"],
      ["GRANT_MET", "agentsecretgrants/forge-token"],
    ]);
    expect(answer.basis?.map(({ fact }) => fact)).toContain("roletemplates/dispatcher");
  });

  test("gives the same answer and digest for the same facts in any order, at any time, in any letter case", () => {
    const before = admit(request(), snapshot());
    const other = snapshot();
    const later = {
      ...other,
      now: "2027-01-01T00:00:00Z",
      grants: {
        ...other.grants,
        secretGrants: [secretGrant("z", { purpose: "tool" }), ...other.grants.secretGrants],
      },
    };
    const shouted = request({ actor: { kind: "User", name: "MIRA" }, repository: "Tidewater/Berths" });
    expect(admit(request(), later).digest).toBe(before.digest);
    expect(admit(shouted, later).basis).toEqual(before.basis);
  });

  test("has another digest where a role, a grant, the stack or the tier is another", () => {
    const base = admit(request(), snapshot()).digest;
    const others = [
      admit(request({ host: facts({ isProtectedRef: false }) }), snapshot()),
      admit(request(), granted({ secretGrants: [secretGrant("forge-token", { mountPolicy: "file" })] })),
      admit(request(), snapshot({ stacks: [stack({ model: "another" })] })),
      admit(request({ taskKind: "review" }), snapshot()),
    ].map(({ digest }) => digest);
    expect(new Set([base, ...others]).size).toBe(5);
  });

  test.each(["none", "read", "triage"] as const)("is denied for the permission %s", (permission) => {
    expect(denials({ host: facts({ permission }) })).toContain("ACTOR_CANNOT_WRITE");
  });

  test("is denied where the host was not asked, or was asked about somebody else", () => {
    expect(denials({ host: undefined })).toContain("HOST_FACTS_MISSING");
    expect(denials({ host: facts({ actor: "tomas" }) })).toContain("HOST_FACTS_MISSING");
  });

  test("is denied on a repository of somebody else, whatever they may do there", () => {
    const theirs = {
      repository: "mallory/own",
      host: facts({ actor: "mallory", permission: "admin" }),
    } as const;
    expect(denials({ ...theirs, actor: { kind: "User", name: "mallory" } })).toEqual([
      "ACCESS_DENIED",
      "ACCESS_DENIED",
      "REPOSITORY_OUTSIDE",
    ]);
  });

  test("is denied for a login that reads like an account of ours", () => {
    const name = "system:serviceaccount:tidewater:fixer";
    expect(denials({ actor: { kind: "User", name }, host: facts({ actor: "x" }) })).toContain(
      "ACTOR_INVALID",
    );
  });

  test("takes nothing from groups that came along with the actor, where the host was asked", () => {
    const actor = {
      kind: "User" as const,
      name: "mira",
      groups: ["forge:admin:tidewater/berths", "tidewater/maintainers"],
    };
    expect(denials({ actor, host: facts({ permission: "read" }) })).toContain("ACCESS_DENIED");
  });

  test("takes the use of the stack beside the right to dispatch", () => {
    const only = role("only", [
      { verbs: ["create"], apiGroups: ["identikit.dev"], resources: ["agentdispatchruns"] },
    ]);
    const taken = binding("forge-write-dispatch", {
      subject: { kind: "Group", name: "forge:write:tidewater/berths" },
      roleRef: { kind: "AgentRole", name: "only" },
      scope: { kind: "Organization" },
    });
    const usual = snapshot();
    const answer = admit(request(), {
      ...usual,
      access: { ...usual.access, roles: [only], bindings: [taken] },
    });
    expect(answer.reasons[0]).toMatchObject({ code: "ACCESS_DENIED", object: "agentstacks/fixer" });
  });

  test("is denied for a bot's or unprotected work under an account that is meant for trusted work", () => {
    const trusted = granted({ serviceAccounts: [account("trusted")] });
    expect(denials({}, trusted)).toEqual([]);
    expect(denials({ host: facts({ isProtectedRef: false }) }, trusted)).toEqual(["SERVICE_ACCOUNT_TIER"]);
    expect(denials({ host: facts({ isBot: true }) }, trusted)).toEqual(["SERVICE_ACCOUNT_TIER"]);
  });

  test("of a stack that is not Ready is refused in the words that every page and command uses", () => {
    const blocked = {
      ...stack(),
      status: {
        phase: "Blocked" as const,
        conditions: [
          {
            type: "McpHealthy",
            status: "False" as const,
            reason: "NoAnswer",
            message: "forge did not answer",
            remedy: "Start forge.",
            lastTransitionTime: "2026-11-22T09:00:00Z",
          },
        ],
      },
    };
    const [first] = admit(request(), snapshot({ stacks: [blocked] })).reasons;
    expect(first).toEqual(stackRefusal(blocked));
    expect(first).toMatchObject({
      code: "STACK_NOT_READY",
      message: "the stack fixer is Blocked: McpHealthy: forge did not answer",
      remedy: "Start forge.",
    });
    const warned = { ...blocked, status: { ...blocked.status, phase: "Warning" as const } };
    const answer = admit(request(), snapshot({ stacks: [warned] }));
    expect([answer.verdict, codes(answer, "warn")]).toEqual(["allowed", ["STACK_WARNING"]]);
    expect(denials({}, snapshot({ stacks: [{ ...stack(), status: {} }] }))).toEqual(["STACK_PENDING"]);
  });

  test("is denied while a role or binding differs from what the repository declares (P-39)", () => {
    const declared = { roles: [role("r", [])], bindings: [], managed: new Set<string>() };
    const answer = admit(request(), snapshot({ declared }));
    expect(codes(answer, "deny")).toEqual(["ROLE_DRIFT"]);
    expect(answer.reasons[0]).toMatchObject({ object: "agentroles/r" });
  });

  test("is denied for what does not exist", () => {
    expect(denials({ stack: "none" })).toContain("STACK_UNKNOWN");
    expect(denials({ rule: "none" })).toEqual(["REFERENCE_MISSING"]);
    expect(denials({}, granted({ serviceAccounts: [] }))).toEqual(["REFERENCE_MISSING"]);
    expect(denials({}, granted({ mcpServers: [] }))).toEqual(["REFERENCE_MISSING"]);
    expect(denials({}, granted({ secrets: [] }))).toEqual(["NEED_ABSENT"]);
    expect(denials({}, snapshot({ stacks: [stack({ runnerPool: "none" })] }))).toEqual(["REFERENCE_MISSING"]);
  });

  test("is denied for a rule that is not in force, starts another stack, or a task that the stack does not take", () => {
    const by = (spec: Parameters<typeof rule>[0]) =>
      denials({ rule: "on-label" }, snapshot({ rules: [rule(spec)] }));
    expect(by({})).toEqual([]);
    expect(by({ lifecycle: "Paused" })).toEqual(["RULE_NOT_ACTIVE"]);
    expect(by({ agentStack: "other" })).toEqual(["RULE_STACK_DIFFERS"]);
    expect(denials({}, snapshot({ stacks: [stack({ taskKinds: ["review"] })] }))).toEqual([
      "TASK_KIND_UNKNOWN",
    ]);
  });

  test("tells every reason with a code that is documented, and each refusal with what to do", () => {
    const worst = admit(
      request({ host: facts({ permission: "none", teams: ["forge:x/y"] }), stack: "fixer", chainDepth: 9 }),
      {
        ...granted({
          secretGrants: [],
          secrets: [],
          mcpServers: [{ ...server, spec: { ...server.spec, scope: { stacks: ["x"] } } }],
        }),
        pauses: [pause({ target: { kind: "Organization", name: "tidewater" }, reason: "a token leaked" })],
      },
    );
    expect(worst.verdict).toBe("denied");
    expect(worst.reasons.filter(({ code }) => !(code in reasonCodes))).toEqual([]);
    expect(worst.reasons.filter(({ effect, remedy }) => effect === "deny" && !remedy)).toEqual([]);
    const order = worst.reasons.map(({ effect }) => effect);
    expect(order).toEqual(
      [...order].sort(
        (a, b) =>
          ["deny", "approval", "warn", "allow"].indexOf(a) - ["deny", "approval", "warn", "allow"].indexOf(b),
      ),
    );
  });
});

describe("brakes", () => {
  test.each([
    ["Organization", "tidewater"],
    ["Repository", "Tidewater/BERTHS"],
    ["AgentTriggerRule", "on-label"],
    ["AgentStack", "fixer"],
  ] as const)("a pause of %s stops a run until its end", (kind, name) => {
    const paused = (changes: object) =>
      denials(
        { rule: "on-label" },
        snapshot({ rules: [rule()], pauses: [pause({ target: { kind, name }, reason: "no", ...changes })] }),
      );
    expect(paused({})).toEqual(["PAUSED"]);
    expect(paused({ until: "2026-11-22T10:00:01Z" })).toEqual(["PAUSED"]);
    expect(paused({ until: "2026-11-22T10:00:00Z" })).toEqual([]);
    const other = pause({ target: { kind, name: "tidewater/other" }, reason: "no" });
    expect(denials({ rule: "on-label" }, snapshot({ rules: [rule()], pauses: [other] }))).toEqual([]);
  });

  test.each([
    ["runs", { runsPerDay: 3 }, { runs: 3 }, { runs: 2 }],
    ["tokens", { tokensPerDay: 100 }, { tokens: 100 }, { tokens: 99 }],
    ["money", { costPerDay: "10.10" }, { cost: "10.1" }, { cost: "10.099999" }],
  ])("a budget of %s that is used up stops a run, today and not tomorrow", (_, limits, full, nearly) => {
    const spec = { target: { kind: "Organization" as const }, ...limits };
    const used = (status: object, day = "2026-11-22") =>
      denials({}, snapshot({ budgets: [budget(spec, { day, ...status })] }));
    expect(used(full)).toEqual(["BUDGET_SPENT"]);
    expect(used(nearly)).toEqual([]);
    expect(used(full, "2026-11-21")).toEqual([]);
  });

  test("a launch is not refused for the run that it is itself", () => {
    const full = budget({ target: { kind: "Organization" }, runsPerDay: 1 }, { day: "2026-11-22", runs: 1 });
    const dispatched = admitted(request(), snapshot());
    expect(denials({ purpose: "launch", dispatched }, snapshot({ budgets: [full] }))).toEqual([]);
    expect(denials({}, snapshot({ budgets: [full] }))).toEqual(["BUDGET_SPENT"]);
  });

  test("a chain is three runs deep at most, or as a budget says", () => {
    expect(denials({ chainDepth: 3 })).toEqual([]);
    expect(denials({ chainDepth: 4 })).toEqual(["CHAIN_TOO_DEEP"]);
    const shallow = budget({ target: { kind: "AgentTriggerRule", name: "on-label" }, chainDepth: 0 });
    const ruled = snapshot({ rules: [rule()], budgets: [shallow] });
    expect(denials({ chainDepth: 1, rule: "on-label" }, ruled)).toEqual(["CHAIN_TOO_DEEP"]);
    expect(denials({ chainDepth: 1 }, ruled)).toEqual([]);
  });
});

describe("a fork's event", () => {
  const forked = facts({ actor: "stranger", permission: "none", isFork: true, isProtectedRef: true });
  const event = { actor: { kind: "User", name: "stranger" }, host: forked, rule: "on-label" } as const;
  const proxied = secretGrant("forge-token", { mountPolicy: "proxy", proxyHost: "forge.example.test" });
  const ready = {
    ...granted({ serviceAccounts: [account("untrusted")], secretGrants: [proxied] }),
    rules: [rule({ match: { forks: "untrusted" } })],
  };

  test("runs only where a rule says so, untrusted, and after an approval (P-73)", () => {
    const answer = admitted(request(event), ready);
    expect([answer.verdict, answer.tier]).toEqual(["requiresApproval", "untrusted"]);
    expect(codes(answer, "approval")).toEqual(["APPROVAL_REQUIRED_FOR_FORK"]);
    expect(admit(request(event), { ...ready, rules: [rule({ match: { forks: "only" } })] }).verdict).toBe(
      "requiresApproval",
    );
    expect(denials(event, { ...ready, rules: [rule()] })).toEqual(["FORK_NOT_ALLOWED"]);
    expect(denials({ ...event, rule: undefined }, ready)).toEqual(["FORK_NOT_ALLOWED"]);
  });

  test("is untrusted although somebody with every permission sent it", () => {
    const own = {
      ...event,
      actor: { kind: "User", name: "mira" },
      host: facts({ isFork: true, permission: "admin" }),
    } as const;
    expect(admit(request(own), ready)).toMatchObject({ tier: "untrusted", verdict: "requiresApproval" });
  });

  test("gets no secret as a variable or file, and no account that trusted work has", () => {
    expect(
      denials(event, { ...ready, grants: { ...ready.grants, secretGrants: [secretGrant("forge-token")] } }),
    ).toEqual(["GRANT_MOUNT_UNTRUSTED"]);
    expect(
      denials(event, { ...ready, grants: { ...ready.grants, serviceAccounts: [account("restricted")] } }),
    ).toEqual(["SERVICE_ACCOUNT_TIER"]);
  });

  test("gets no secret through the proxy where the grant names no host", () => {
    const hostless = secretGrant("forge-token", { mountPolicy: "proxy" });
    const only = { ...ready, grants: { ...ready.grants, secretGrants: [hostless] } };
    expect(denials(event, only)).toEqual(["GRANT_PROXY_HOST_MISSING"]);
  });

  test("gets nothing that was given to its sender as a person", () => {
    const personal = secretGrant("forge-token", {
      subject: { kind: "User", name: "stranger" },
      mountPolicy: "proxy",
      proxyHost: "forge.example.test",
    });
    const only = { ...ready, grants: { ...ready.grants, secretGrants: [personal] } };
    expect(denials(event, only)).toEqual(["GRANT_MISSING"]);
  });

  test("is launched after somebody with write permission has approved just that decision", () => {
    const dispatched = admitted(request(event), ready);
    const launch = (approval: object) =>
      admit(
        request({
          ...event,
          purpose: "launch",
          dispatched,
          approvals: [
            {
              by: { kind: "User", name: "tomas" },
              host: { permission: "write" },
              digest: dispatched.digest,
              ...approval,
            },
          ],
        }),
        ready,
      );
    expect(launch({}).verdict).toBe("allowed");
    expect(launch({ host: { permission: "read" } }).verdict).toBe("requiresApproval");
    expect(launch({ digest: `sha256:${"0".repeat(64)}` }).verdict).toBe("requiresApproval");
    expect(launch({ by: { kind: "User", name: "Stranger" } }).verdict).toBe("requiresApproval");
    expect(launch({ by: { kind: "ServiceAccount", name: "fixer" } }).verdict).toBe("requiresApproval");
    expect(codes(launch({ host: { permission: "read" } }), "warn")).toEqual(["APPROVAL_INVALID"]);
  });
});

test("who asked for a run approves it themselves only where the stack lets them, and for trusted work (P-37)", () => {
  const ruled = (approvers: "others" | "anyone") =>
    snapshot({ rules: [rule({ approval: "required" })], stacks: [stack({ approvers })] });
  const own = (in_: AdmissionSnapshot, host = facts()) => {
    const asked = request({ rule: "on-label", host });
    const dispatched = admitted(asked, in_);
    const by = { kind: "User" as const, name: "Mira" };
    const approvals = [{ by, host: { permission: "write" as const }, digest: dispatched.digest }];
    return admit({ ...asked, purpose: "launch", dispatched, approvals }, in_).verdict;
  };
  expect(own(ruled("others"))).toBe("requiresApproval");
  expect(own(ruled("anyone"))).toBe("allowed");
  expect(own(ruled("anyone"), facts({ isProtectedRef: false }))).toBe("requiresApproval");
});

describe("a launch", () => {
  const dispatched = admitted(request(), snapshot());
  const launch = (changes: Partial<RunRequest>, in_: AdmissionSnapshot = snapshot()) =>
    admit(request({ purpose: "launch", dispatched, run: "run-1", ...changes }), in_);
  const changed = (answer: Decision) =>
    answer.reasons.filter(({ code }) => code === "CHANGED_SINCE_DISPATCH").map(({ object }) => object);

  test("is allowed while everything is as it was when the run was dispatched", () => {
    expect(launch({}).verdict).toBe("allowed");
  });

  test("is denied to somebody who has lost their rights since", () => {
    const answer = launch({ host: facts({ permission: "read" }) });
    expect(answer.verdict).toBe("denied");
    expect(codes(answer, "deny")).toEqual(expect.arrayContaining(["ACTOR_CANNOT_WRITE", "ACCESS_DENIED"]));
  });

  test("is denied where a grant has ended, is gone, is another, or is refused since (P-40, P-59)", () => {
    const ended = launch(
      {},
      granted({ secretGrants: [secretGrant("forge-token", { expires: "2026-11-22T10:00:00Z" })] }),
    );
    expect(codes(ended, "deny")).toEqual(["CHANGED_SINCE_DISPATCH", "GRANT_EXPIRED"]);
    expect(codes(launch({}, granted({ secretGrants: [] })), "deny")).toContain("GRANT_MISSING");
    const widened = granted({ secretGrants: [secretGrant("forge-token", { mountPolicy: "file" })] });
    expect(changed(launch({}, widened))).toEqual(["secret/FORGE_TOKEN for AgentMcpServer/forge"]);
    const refused = granted({
      secretGrants: [secretGrant("forge-token"), secretGrant("no", { effect: "deny" })],
    });
    expect(codes(launch({}, refused), "deny")).toContain("GRANT_DENIED");
  });

  test("is denied where the stack or something that it names is another, and not for a new title", () => {
    expect(changed(launch({}, snapshot({ stacks: [stack({ model: "another" })] })))).toEqual([
      "agentstacks/fixer",
    ]);
    const moved = { ...server, spec: { ...server.spec, transport: "sse" as const } };
    expect(changed(launch({}, granted({ mcpServers: [moved] })))).toEqual(["agentmcpservers/forge"]);
    expect(launch({}, snapshot({ stacks: [stack({ title: "The fixer" })] })).verdict).toBe("allowed");
  });

  test("is denied where the role that allowed it has changed, and not for one that came beside it", () => {
    const rules = [{ verbs: ["create", "use"], apiGroups: ["identikit.dev"], resources: ["*"] }];
    const bound = binding("runners", {
      subject: { kind: "User", name: "mira" },
      roleRef: { kind: "AgentRole", name: "run" },
      scope: { kind: "Organization" },
    });
    const usual = snapshot();
    const world = (roles: ReturnType<typeof role>[], bindings: ReturnType<typeof binding>[]) => ({
      ...usual,
      access: { ...usual.access, roles, bindings },
    });
    const first = world([role("run", rules)], [bound]);
    const before = admitted(request(), first);
    const earlier = binding("a-first", bound.spec);
    expect(launch({ dispatched: before }, world([role("run", rules)], [earlier, bound])).verdict).toBe(
      "allowed",
    );
    const narrowed = world(
      [role("run", [...rules, { verbs: ["get"], apiGroups: [""], resources: ["x"] }])],
      [bound],
    );
    expect(changed(launch({ dispatched: before }, narrowed))).toEqual(["agentroles/run"]);
    expect(changed(launch({ dispatched: before }, world([], [])))).toEqual([
      "agentrolebindings/runners",
      "agentroles/run",
    ]);
  });

  test("is denied for another run than the one that was dispatched, and without a decision", () => {
    expect(changed(launch({ ref: "refs/heads/other" }))).toContain("request");
    expect(changed(launch({ repository: "tidewater/quays" }))).toContain("request");
    expect(codes(launch({ dispatched: undefined }), "deny")).toEqual(["DISPATCH_DECISION_MISSING"]);
    const denied = admitted(request({ host: facts({ permission: "read" }) }), snapshot());
    expect(codes(launch({ dispatched: denied }), "deny")).toContain("DISPATCH_DECISION_MISSING");
  });

  test("is denied where the ref lost its protection since", () => {
    expect(changed(launch({ host: facts({ isProtectedRef: false }) }))).toEqual(["tier"]);
  });
});

describe("a missing grant", () => {
  const lacking = granted({ secretGrants: [] });

  test("is told with the least manifest that gives what is needed, which then does (P-40, P-48)", () => {
    const [missing] = admit(request(), lacking).reasons;
    expect(missing).toMatchObject({ code: "GRANT_MISSING", effect: "deny" });
    const manifest = parse(missing?.remedy?.split("\n").slice(1).join("\n") ?? "");
    expect(manifest).toEqual({
      apiVersion: "identikit.dev/v1alpha1",
      kind: "AgentSecretGrant",
      metadata: { name: "forge-token-for-forge", namespace: "tidewater" },
      spec: {
        subject: { kind: "AgentMcpServer", name: "forge" },
        purpose: "mcp",
        allowedRepositories: ["tidewater/berths"],
        allowedRefs: ["refs/heads/main"],
        allowedTriggerSources: ["label"],
        secretRef: { name: "FORGE_TOKEN" },
      },
    });
    const { declared } = checkResource(manifest);
    const given = secretGrant("x", declared.spec as Parameters<typeof secretGrant>[1]);
    expect(admit(request(), granted({ secretGrants: [given] })).verdict).toBe("allowed");
    const elsewhere = request({ repository: "tidewater/quays" });
    expect(admit(elsewhere, granted({ secretGrants: [given] })).verdict).toBe("denied");
  });

  test("asks a person for this one run where the stack says so, and a refusal never does", () => {
    const asking = { ...lacking, stacks: [stack({ missingGrants: "ask" })] };
    const answer = admit(request(), asking);
    expect([answer.verdict, codes(answer, "approval")]).toEqual(["requiresApproval", ["GRANT_MISSING"]]);
    const refusing = {
      ...asking,
      grants: { ...asking.grants, secretGrants: [secretGrant("no", { effect: "deny" })] },
    };
    expect(admit(request(), refusing).verdict).toBe("denied");
    const forRun = {
      ...asking,
      grants: { ...asking.grants, secretGrants: [secretGrant("once", { run: "run-1" })] },
    };
    const launch = { purpose: "launch", run: "run-1", dispatched: admitted(request(), asking) } as const;
    expect(admit(request(launch), forRun).verdict).toBe("allowed");
    expect(admit(request({ ...launch, run: "run-2" }), forRun).verdict).toBe("requiresApproval");
  });
});

describe("saving a stack", () => {
  const save = (groups: string[], in_: AdmissionSnapshot = snapshot()) =>
    admit(
      {
        purpose: "stack-save",
        organization: "tidewater",
        actor: { kind: "User", name: "mira", groups },
        stack: stack(),
        change: "update",
      },
      in_,
    );

  test("takes the right to, and tells what a run would lack without refusing to save (P-44, P-48)", () => {
    const answer = save(["forge:maintain:tidewater/fleet"], granted({ secretGrants: [] }));
    expect([answer.verdict, codes(answer, "warn")]).toEqual(["allowed", ["GRANT_MISSING"]]);
    expect(codes(save(["forge:write:tidewater/fleet"]), "deny")).toEqual(["ACCESS_DENIED"]);
    expect(codes(save(["forge:admin:tidewater/berths"]), "deny")).toEqual(["ACCESS_DENIED"]);
  });
});

test("a dry run answers as the dispatch would, word for word", () => {
  for (const in_ of [snapshot(), granted({ secretGrants: [] }), snapshot({ stacks: [] })])
    expect(admit(request({ purpose: "dry-run" }), in_)).toEqual(admit(request(), in_));
});
