import { expect, test } from "vitest";
import { z } from "zod";
import { admit } from "../../../src/agents/admission/decision/admit.ts";
import { agentStack } from "../../../src/agents/kinds/config/agent-stack.ts";
import { stackStatus } from "../../../src/agents/readiness/stack-status.ts";
import { kubernetesWorld, pathOf } from "../../api/kubernetes/kubernetes-world.ts";
import { describeOnBoth } from "../../config/databases.ts";
import { facts as hostFacts, request } from "../admission/sample.ts";
import { facts, full, world } from "./stacks.ts";

describeOnBoth("a stack that is not Ready", (databases) => {
  test("is refused at dispatch, and shown by the API, in the same words (P-49)", async () => {
    await using api = await kubernetesWorld(() => true, databases);
    const { spec } = full;
    const metadata = { namespace: "berths", name: "fixer" };
    const known = world({ secretGrants: [] });
    await api.store.write(async (objects) => {
      await objects.create(agentStack, { kind: agentStack.kind, metadata, spec });
      const made = await objects.get(agentStack, metadata);
      if (made) await objects.setStatus(agentStack, metadata, stackStatus(made, known, facts()));
    });
    const answer = await api.ask(pathOf("AgentStack", "fixer"));
    const shown = z.object({ status: agentStack.status }).parse(await answer.json());
    const { conditions = [] } = shown.status;
    expect(shown.status).toMatchObject({ phase: "Blocked", observedGeneration: 1 });
    expect(Object.keys(conditions[0] ?? {}).sort()).toEqual([
      "lastTransitionTime",
      "message",
      "observedGeneration",
      "reason",
      "severity",
      "status",
      "type",
    ]);
    const decide = (generation: number) =>
      admit(request({ host: hostFacts() }), {
        ...known,
        stacks: [{ ...full, metadata: { ...full.metadata, ...{ generation } }, status: shown.status }],
      }).reasons.find(({ code }) => code === "STACK_NOT_READY" || code === "STACK_PENDING");
    const off = conditions
      .filter(({ status }) => status !== "True")
      .map(({ type, message }) => `${type}: ${message}`);
    expect(decide(1)?.message).toBe(`the stack fixer is Blocked: ${off.sort().join("; ")}`);
    // Whatever was said of it is about what it was before.
    expect(decide(2)?.message).toContain("the stack fixer has changed and has not been looked at since");
    const table = await (
      await api.ask(pathOf("AgentStack"), {
        headers: { accept: "application/json;as=Table;v=v1;g=meta.k8s.io" },
      })
    ).text();
    expect(table).toContain('"Blocked"');
  });
});
