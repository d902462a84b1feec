import { matchesGlob } from "node:path/posix";
import { expect, test } from "vitest";
import { clusterObjects } from "../../../src/agents/admission/cluster/cluster-objects.ts";
import { actorIdentity } from "../../../src/agents/admission/rbac/identity.ts";
import { impliedBindings } from "../../../src/agents/admission/rbac/implied-bindings.ts";
import { permissionFor } from "../../../src/agents/admission/rbac/rights.ts";
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
    "a binding for some repositories is, for a request about one of them, a role binding, and nothing for all others",
    async () => {
      await using authorizer = new Authorizer(buildAuthorizer());
      const patterns = [
        "tidewater/berths",
        "Tidewater/Web-*",
        "tide*/*s",
        "*/*",
        "tidewater/b.rths",
        "tidewater/web",
      ];
      const repositories = [
        "tidewater/berths",
        "TIDEWATER/web-shop",
        "tidewater/web",
        "harbour/boats",
        undefined,
      ];
      const counts = { allowed: 0, requests: 0 };
      for (let seed = 5000; seed < 5060; seed++) {
        const world = new GeneratedWorld(seed);
        const [pattern, other] = [patterns[seed % 6], patterns[(seed + 2) % 6]];
        const scope = { kind: "Repositories" as const, repositories: [pattern ?? "", other ?? ""] };
        const bindings = world.state.bindings.map((one, at) =>
          at % 2 === 0 && one.spec.scope.kind === "Organization"
            ? { ...one, spec: { ...one.spec, scope } }
            : one,
        );
        for (const repository of repositories) {
          // What a cluster has to be given for this repository; shells' own rules of patterns say which bindings count.
          const isMeant = ({ spec }: (typeof bindings)[number]) =>
            spec.scope.kind !== "Repositories" ||
            (repository !== undefined &&
              spec.scope.repositories?.some((one) =>
                matchesGlob(repository.toLowerCase(), one.toLowerCase()),
              ));
          const held = bindings
            .filter(isMeant)
            .map((one) =>
              one.spec.scope.kind === "Repositories"
                ? { ...one, spec: { ...one.spec, scope: { kind: "Organization" as const } } }
                : one,
            );
          const { objects } = clusterObjects({ roles: world.state.roles, bindings: held });
          const asks = Array.from({ length: 10 }, () => world.nearAsk()).flatMap(({ actor, ask }) => {
            const who = actorIdentity(actor, "tidewater", actor.groups);
            return who ? [{ who, ask: "path" in ask ? ask : { ...ask, repository } }] : [];
          });
          const theirs = await authorizer.authorize(
            objects,
            asks.map(({ who, ask }) => ({ user: who.name, groups: who.groups, ...ask })),
          );
          const ours = asks.map(
            ({ who, ask }) => permissionFor({ ...world.state, bindings }, who, ask) !== undefined,
          );
          expect(ours, `seed ${seed}, ${repository}`).toEqual(theirs);
          counts.requests += ours.length;
          counts.allowed += ours.filter(Boolean).length;
        }
      }
      expect(counts.allowed / counts.requests).toBeGreaterThan(0.05);
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
