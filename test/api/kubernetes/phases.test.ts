import { describe, expect, test } from "vitest";
import { z } from "zod";
import { allKinds } from "../../../src/agents/kinds/all-kinds.ts";
import type { Kind } from "../../../src/agents/kinds/kind.ts";
import { agentToolEvent } from "../../../src/agents/kinds/record/agent-tool-event.ts";
import { apiVersion } from "../../../src/agents/resource/resource.ts";
import { kubernetesWorld, manifestOf, namespace } from "./kubernetes-world.ts";

const table = z.object({
  columnDefinitions: z.array(z.object({ name: z.string() })),
  rows: z.array(z.object({ cells: z.array(z.unknown()) })),
});
const accept = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
const phased = allKinds.filter(({ phases }) => phases !== undefined);
const others = allKinds.filter((kind) => kind.phases === undefined && kind !== agentToolEvent);

function conditionsOf({ conditions = {} }: Kind): object {
  const lastTransitionTime = "2026-11-22T10:00:00Z";
  const all = Object.keys(conditions).map((type) => ({
    type,
    status: "True",
    reason: "Tried",
    message: "it was tried",
    lastTransitionTime,
  }));
  return all.length === 0 ? {} : { conditions: all };
}

function declaredOf(kind: Kind, name: string) {
  const { spec } = manifestOf(kind.kind, name);
  return { kind: kind.kind, metadata: { namespace, name }, spec: kind.spec.parse(spec) };
}

describe("every kind", () => {
  test.each(phased.map((kind) => [kind.kind, kind] as const))(
    "%s is stored in each of its phases and conditions, found by its phase, and shown in a table with it",
    async (_, kind) => {
      await using world = await kubernetesWorld();
      const path = `/apis/${apiVersion}/namespaces/${namespace}/${kind.plural}`;
      const phases = Object.keys(kind.phases ?? {});
      await world.store.write(async (writer) => {
        for (const phase of phases) {
          const declared = declaredOf(kind, phase.toLowerCase());
          await writer.create(kind, declared, kind.status.parse({ phase, ...conditionsOf(kind) }));
        }
      });
      for (const phase of phases) {
        const answer = await world.ask(`${path}?fieldSelector=status.phase%3D${phase}`, {
          headers: { accept },
        });
        const { columnDefinitions, rows } = table.parse(await answer.json());
        expect(rows.map(({ cells }) => cells[0])).toEqual([phase.toLowerCase()]);
        const column = kind.columns.find((one) => one.path === ".status.phase");
        const at = columnDefinitions.findIndex(({ name }) => name === column?.name);
        if (column) expect(rows[0]?.cells[at]).toBe(phase);
        const object = await (await world.ask(`${path}/${phase.toLowerCase()}`)).json();
        expect(object).toMatchObject({ status: { phase, ...conditionsOf(kind) } });
      }
    },
  );

  test.each(others.map((kind) => [kind.kind, kind] as const))(
    "%s, which has no phases, is stored with each of its conditions and shown with them",
    async (_, kind) => {
      await using world = await kubernetesWorld();
      const conditions = conditionsOf(kind);
      await world.store.write((writer) =>
        writer.create(kind, declaredOf(kind, "one"), kind.status.parse(conditions)),
      );
      const path = `/apis/${apiVersion}/namespaces/${namespace}/${kind.plural}/one`;
      const answer = await world.ask(path);
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({ kind: kind.kind, status: conditions });
    },
  );
});
