import { expect, test } from "vitest";
import { clusterObjects } from "../../../src/agents/admission/cluster/cluster-objects.ts";
import { impliedBindings } from "../../../src/agents/admission/rbac/implied-bindings.ts";
import { roleTemplates } from "../../../src/agents/admission/rbac/role-templates.ts";
import { requires } from "../../requirement.ts";
import { Authorizer, buildAuthorizer } from "./rbac-oracle/authorizer.ts";
import { compareWorld, noComparison } from "./rbac-oracle/compare.ts";
import { GeneratedWorld } from "./rbac-oracle/generated-world.ts";

// Building takes a few minutes where Go has not compiled Kubernetes yet.
const patience = 900_000;

requires("go")("against Kubernetes' own code", () => {
  test(
    "thousands of requests get the answer that the real RBAC authorizer gives, and so do gifts of rights (P-39, P-58)",
    async () => {
      await using authorizer = new Authorizer(buildAuthorizer());
      const comparison = noComparison();
      for (let seed = 1_000_000; comparison.requests < 4000; seed++)
        await compareWorld(seed, 20, authorizer, comparison);
      expect(comparison.differences).toEqual([]);
      // A comparison of nothing but refusals would show nothing.
      expect(comparison.allowed / comparison.requests).toBeGreaterThan(0.1);
      expect(comparison.allowed / comparison.requests).toBeLessThan(0.9);
      expect(comparison.refused / comparison.escalations).toBeGreaterThan(0.2);
      expect(comparison.refused / comparison.escalations).toBeLessThan(0.9);
    },
    patience,
  );

  test(
    "every role and binding that is exported is one that an API server accepts (P-30, P-39)",
    async () => {
      await using authorizer = new Authorizer(buildAuthorizer());
      const organization = {
        name: "tidewater",
        repositories: ["tidewater/*"],
        configRepository: "tidewater/fleet",
      };
      const implied = impliedBindings(
        { organizations: [organization], roles: [], bindings: [] },
        { namespace: "tidewater" },
      );
      expect(implied.length).toBeGreaterThan(3);
      const kinds = new Set<string>();
      const faults: string[] = [];
      for (let seed = 1; seed <= 40; seed++) {
        const { roles, bindings } = new GeneratedWorld(seed).state;
        const { objects, leftOut } = clusterObjects({ roles, bindings: [...bindings, ...implied] });
        expect(leftOut).toEqual([]);
        for (const object of objects) {
          kinds.add(object.kind);
          for (const fault of await authorizer.validate(object))
            faults.push(`${object.metadata.name}: ${fault}`);
        }
      }
      expect(faults).toEqual([]);
      expect([...kinds].sort()).toEqual(["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"]);
    },
    patience,
  );

  test(
    "an API server refuses what an export must never hold, so that its silence says something",
    async () => {
      await using authorizer = new Authorizer(buildAuthorizer());
      const [template] = roleTemplates;
      const { objects } = clusterObjects({ roles: [], bindings: [] });
      const role = objects.find(({ metadata }) => metadata.name === `identikit:${template?.name}`);
      if (role?.kind !== "ClusterRole") throw new Error("there is no such role");
      const faults = await authorizer.validate({
        ...role,
        kind: "Role",
        metadata: { ...role.metadata, namespace: "tidewater" },
        rules: [{ verbs: ["get"], nonResourceURLs: ["/metrics"] }],
      });
      expect(faults.join()).toMatch(/nonResourceURLs/);
    },
    patience,
  );
});
