import { kindNames, versionName } from "../../agents/crds/kind-names.ts";
import { allKinds } from "../../agents/kinds/all-kinds.ts";
import type { Kind } from "../../agents/kinds/kind.ts";
import { apiGroup, apiVersion } from "../../agents/resource/resource.ts";

/** What can be done with objects, and with their status alone. */
export const objectVerbs = ["create", "delete", "get", "list", "patch", "update", "watch"] as const;
export const statusVerbs = ["get", "patch", "update"] as const;
export const namespaceVerbs = ["get", "list"] as const;

const version = { groupVersion: apiVersion, version: versionName };
const group = { name: apiGroup, versions: [version], preferredVersion: version };
const namespaces = {
  name: "namespaces",
  singularName: "namespace",
  namespaced: false,
  kind: "Namespace",
  verbs: namespaceVerbs,
  shortNames: ["ns"],
};

/** The documents by which clients find out what there is (Kubernetes API concepts, "API discovery"). */
export const discoveryDocuments: ReadonlyMap<string, () => object> = new Map([
  ["/api", () => ({ kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs: [] })],
  ["/api/v1", () => resourceList("v1", [namespaces])],
  ["/apis", () => ({ kind: "APIGroupList", apiVersion: "v1", groups: [group] })],
  [`/apis/${apiGroup}`, () => ({ kind: "APIGroup", apiVersion: "v1", ...group })],
  [`/apis/${apiVersion}`, () => resourceList(apiVersion, allKinds.flatMap(resources))],
]);

function resourceList(groupVersion: string, list: readonly object[]): object {
  return { kind: "APIResourceList", apiVersion: "v1", groupVersion, resources: list };
}

function resources(kind: Kind): object[] {
  const { plural, singular, shortNames, categories } = kindNames(kind);
  const common = { namespaced: true, kind: kind.kind };
  return [
    {
      name: plural,
      singularName: singular,
      ...common,
      verbs: objectVerbs,
      ...(shortNames ? { shortNames } : {}),
      categories,
    },
    { name: `${plural}/status`, singularName: "", ...common, verbs: statusVerbs },
  ];
}

/**
 * The same in one document, for clients that ask for that form at `/api` and `/apis` (apidiscovery.k8s.io/v2).
 * @returns `undefined` for a path without such a document
 */
export function aggregatedDiscovery(path: string): object | undefined {
  const items = path === "/api" ? [coreDiscovery()] : path === "/apis" ? [groupDiscovery()] : undefined;
  return (
    items && { kind: "APIGroupDiscoveryList", apiVersion: "apidiscovery.k8s.io/v2", metadata: {}, items }
  );
}

function coreDiscovery(): object {
  const responseKind = { group: "", version: "v1", kind: "Namespace" };
  const resource = {
    resource: "namespaces",
    responseKind,
    scope: "Cluster",
    singularResource: "namespace",
    shortNames: ["ns"],
    verbs: namespaceVerbs,
  };
  return {
    metadata: { creationTimestamp: null },
    versions: [{ version: "v1", freshness: "Current", resources: [resource] }],
  };
}

function groupDiscovery(): object {
  const versions = [{ version: versionName, freshness: "Current", resources: allKinds.map(discovered) }];
  return { metadata: { name: apiGroup, creationTimestamp: null }, versions };
}

function discovered(kind: Kind): object {
  const { plural, singular, shortNames, categories } = kindNames(kind);
  const responseKind = { group: apiGroup, version: versionName, kind: kind.kind };
  return {
    resource: plural,
    responseKind,
    scope: "Namespaced",
    singularResource: singular,
    ...(shortNames ? { shortNames } : {}),
    categories,
    verbs: objectVerbs,
    subresources: [{ subresource: "status", responseKind, verbs: statusVerbs }],
  };
}
