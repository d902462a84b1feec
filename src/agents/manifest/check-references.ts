import type { DocumentPath } from "../../document/document.ts";
import { suggestion } from "../../fault/nearest.ts";
import { isRecord } from "../../fault/thrown.ts";
import { type ReferenceField, recordReferencesOf, referencesOf } from "../kinds/references.ts";
import type { Declared } from "../resource/resource.ts";
import { type AgentManifest, type ManifestProblem, problemAt } from "./manifest-set.ts";

/** One place that names another object. */
export interface Reference {
  readonly path: DocumentPath;
  readonly kind: string;
  readonly name: string;
}

/** Everything that an object names, in the order of its fields. */
export function referencesIn(kind: string, object: { readonly spec: unknown }): readonly Reference[] {
  const fields = [
    ...(referencesOf[kind] ?? recordReferencesOf[kind] ?? []),
    ...ownReferences(kind, object.spec),
  ];
  return fields.flatMap((field) =>
    valuesAt(object, field.path.slice(1).split(".")).map(({ path, name }) => ({
      path,
      kind: field.kind,
      name,
    })),
  );
}

/**
 * What is wrong with what manifests say of each other: names twice, names that lead nowhere, subagents that lead to themselves.
 * @param known objects that are there without a manifest, and may be named
 */
export function checkReferences(
  manifests: readonly AgentManifest[],
  known: readonly Pick<Declared, "kind" | "metadata">[] = [],
): readonly ManifestProblem[] {
  const names = new Map<string, Set<string>>();
  for (const { kind, metadata } of [...manifests.map(({ declared }) => declared), ...known]) {
    const key = `${kind} ${metadata.namespace}`;
    names.set(key, (names.get(key) ?? new Set()).add(metadata.name));
  }
  const missing = manifests.flatMap(({ declared, document }) =>
    referencesIn(declared.kind, declared).flatMap((reference) => {
      const there = names.get(`${reference.kind} ${declared.metadata.namespace}`) ?? new Set<string>();
      return there.has(reference.name) ? [] : [missingAt(document, reference, [...there])];
    }),
  );
  return [...checkTwice(manifests), ...missing, ...cycles(manifests)];
}

/** Objects of one kind, organisation and name. */
export function checkTwice(manifests: readonly AgentManifest[]): readonly ManifestProblem[] {
  const first = new Map<string, AgentManifest>();
  const problems: ManifestProblem[] = [];
  for (const manifest of manifests) {
    const { kind, metadata } = manifest.declared;
    const key = `${kind} ${metadata.namespace}/${metadata.name}`;
    const there = first.get(key);
    if (!there) {
      first.set(key, manifest);
      continue;
    }
    const { document } = there;
    const problem = `${kind} ${metadata.name} is declared twice, first at ${document.file}:${document.lineOf([])}`;
    const remedy = "Remove one of the two, or give it another name.";
    problems.push(
      problemAt(manifest.document, ["metadata", "name"], { code: "RESOURCE_INVALID", problem, remedy }),
    );
  }
  return problems;
}

function missingAt(
  document: AgentManifest["document"],
  { path, kind, name }: Reference,
  known: readonly string[],
): ManifestProblem {
  const problem = `there is no ${kind} ${JSON.stringify(name)}${suggestion(name, known)}`;
  const remedy =
    known.length === 0
      ? `Declare it: identikit explain ${kind} shows how.`
      : `Declare it, or name one of: ${known.slice(0, 20).join(", ")}.`;
  return problemAt(document, path, { code: "REFERENCE_MISSING", problem, remedy });
}

/** Subagents that can call each other without end; each cycle once, at the reference that closes it. */
function cycles(manifests: readonly AgentManifest[]): readonly ManifestProblem[] {
  const subagents = new Map(
    manifests
      .filter(({ declared }) => declared.kind === "AgentSubagent")
      .map((manifest) => [keyOf(manifest, manifest.declared.metadata.name), manifest]),
  );
  const problems: ManifestProblem[] = [];
  const done = new Set<string>();
  for (const start of subagents.keys()) visit(start, []);
  return problems;

  function visit(key: string, way: readonly string[]): void {
    const manifest = subagents.get(key);
    if (!manifest || done.has(key)) return;
    const here = [...way, key];
    for (const reference of referencesIn("AgentSubagent", manifest.declared)) {
      if (reference.kind !== "AgentSubagent") continue;
      const next = keyOf(manifest, reference.name);
      const at = here.indexOf(next);
      if (at === -1) visit(next, here);
      else problems.push(cycleAt(manifest, reference, [...here.slice(at), next]));
    }
    done.add(key);
  }
}

function keyOf({ declared }: AgentManifest, name: string): string {
  return `${declared.metadata.namespace}/${name}`;
}

function cycleAt({ document }: AgentManifest, { path }: Reference, way: readonly string[]): ManifestProblem {
  const names = way.map((key) => key.slice(key.indexOf("/") + 1)).join(" -> ");
  const problem = `subagents call each other without end: ${names}`;
  return problemAt(document, path, { code: "SUBAGENT_CYCLE", problem, remedy: "Take one of the calls out." });
}

/** References whose kind stands in the object. */
function ownReferences(kind: string, spec: unknown): readonly ReferenceField[] {
  if (!isRecord(spec)) return [];
  const roleRef = isRecord(spec.roleRef) ? spec.roleRef : {};
  if (kind === "AgentRoleBinding" && roleRef.kind === "AgentRole")
    return [{ path: ".spec.roleRef.name", kind: "AgentRole" }];
  const target = isRecord(spec.target) ? spec.target : {};
  if (kind === "AgentBudget" && target.kind === "AgentTriggerRule")
    return [{ path: ".spec.target.name", kind: "AgentTriggerRule" }];
  const subject = isRecord(spec.subject) ? spec.subject.kind : undefined;
  const isGrant = kind === "AgentSecretGrant" || kind === "AgentConfigGrant";
  if (isGrant && typeof subject === "string" && subject.startsWith("Agent"))
    return [{ path: ".spec.subject.name", kind: subject }];
  return [];
}

/** The texts at a path of keys, where `key[]` goes into every item. */
function valuesAt(
  value: unknown,
  keys: readonly string[],
  path: DocumentPath = [],
): readonly { readonly path: DocumentPath; readonly name: string }[] {
  const [key, ...rest] = keys;
  if (key === undefined) return typeof value === "string" ? [{ path, name: value }] : [];
  const name = key.replace("[]", "");
  const inner = isRecord(value) ? value[name] : undefined;
  if (!key.endsWith("[]")) return valuesAt(inner, rest, [...path, name]);
  return Array.isArray(inner)
    ? inner.flatMap((item: unknown, at) => valuesAt(item, rest, [...path, name, at]))
    : [];
}
