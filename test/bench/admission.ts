// Admission of a dispatch among 500 trigger rules, 500 rules of roles and 1,000 grants: `node test/bench/admission.ts [TIMES]`.
import { admit } from "../../src/agents/admission/decision/admit.ts";
import { type Decision, decision } from "../../src/agents/kinds/actor.ts";
import {
  binding,
  facts,
  request,
  role,
  rule,
  secretGrant,
  server,
  snapshot,
  stack,
} from "../agents/admission/sample.ts";
import { print } from "./parts/figure.ts";

const times = Number(process.argv[2] ?? 500);
const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);
const renamed = <One extends { metadata: { name: string } }>(one: One, name: string): One => ({
  ...one,
  metadata: { ...one.metadata, name },
});

const usual = snapshot();
const roles = numbers(50).map((at) =>
  role(
    `role-${at}`,
    numbers(10).map((one) => ({
      verbs: ["get", "update"],
      apiGroups: ["identikit.dev"],
      resources: [`agentstacks/part-${one}`, "agentdispatchruns"],
    })),
  ),
);
const bindings = roles.map(({ metadata: { name } }, at) =>
  binding(`binding-${at}`, {
    subject: { kind: "Group", name: `tidewater/team-${at}` },
    roleRef: { kind: "AgentRole", name },
    scope: at % 2 === 0 ? { kind: "Organization" } : { kind: "Repositories", repositories: ["tidewater/*"] },
  }),
);
const servers = numbers(20).map((at) => ({
  ...renamed(server, `server-${at}`),
  spec: { ...server.spec, needs: { secrets: [`TOKEN_${at}`] } },
}));
// Fifty grants about each secret, most of them for other repositories or people.
const grants = numbers(1000).map((at) =>
  secretGrant(`grant-${at}`, {
    secretRef: { name: `TOKEN_${at % 20}` },
    subject:
      at < 20 ? { kind: "AgentMcpServer", name: `server-${at}` } : { kind: "User", name: `user-${at}` },
    allowedRepositories: ["tidewater/a-*", "tidewater/*s"],
  }),
);
const world = {
  ...usual,
  access: { ...usual.access, roles, bindings },
  stacks: numbers(100).map((at) =>
    at === 50
      ? stack({ mcpServers: servers.map(({ metadata: { name } }) => name) })
      : renamed(stack(), `stack-${at}`),
  ),
  rules: numbers(500).map((at) => renamed(rule(), at === 250 ? "on-label" : `rule-${at}`)),
  grants: {
    ...usual.grants,
    mcpServers: servers,
    secretGrants: grants,
    secrets: servers.map((_, at) => `TOKEN_${at}`),
  },
};
const host = facts({ teams: numbers(50).map((at) => `tidewater/team-${at}`) });
const dispatch = request({ rule: "on-label", host });

/** Milliseconds of each admission; a wrong answer is no measurement. */
function timed(of: typeof dispatch): { readonly spans: number[]; readonly last: Decision } {
  const spans: number[] = [];
  let last = admit(of, world);
  for (let round = 0; round < times; round++) {
    const start = performance.now();
    last = admit(of, world);
    spans.push(performance.now() - start);
  }
  if (last.verdict !== "allowed") throw new Error(JSON.stringify(last.reasons.slice(0, 3)));
  return { spans: spans.sort((a, b) => a - b), last };
}

const p95 = (spans: readonly number[]) => spans[Math.floor(spans.length * 0.95)] ?? Number.NaN;
const first = timed(dispatch);
print("admission of a dispatch, 500 rules and 1,000 grants, p95 in ms", p95(first.spans), { atMost: 20 });
const launch = timed({
  ...dispatch,
  purpose: "launch",
  run: "run-1",
  dispatched: decision.parse(first.last),
});
print("admission of a launch, 500 rules and 1,000 grants, p95 in ms", p95(launch.spans), { atMost: 20 });
