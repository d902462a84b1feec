import { fieldsOf, isRecord } from "../../fault/thrown.ts";
import type { Kind } from "../kinds/kind.ts";
import type { StructuralSchema } from "./structural-schema.ts";

/**
 * The schema of a kind's spec with the rules, in the Common Expression Language, that keep its immutable fields as they are (Kubernetes,
 * validation rules of custom resources, "Transition rules").
 */
export function immutable(kind: Kind, spec: StructuralSchema): StructuralSchema {
  const fields = kind.immutable ?? [];
  if (fields.includes(".spec")) return { ...spec, ...rules([unchanged("The spec")]) };
  const names = fields.map((path) => path.replace(/^\.spec\./, ""));
  const properties = { ...fieldsOf(spec.properties) };
  for (const name of names) {
    const member = properties[name];
    if (!isRecord(member)) throw new TypeError(`${kind.kind} has no field ${name} in its spec`);
    properties[name] = { ...member, ...rules([unchanged(name)]) };
  }
  // A rule on an optional field is not asked where the field comes or goes.
  const required = Array.isArray(spec.required) ? spec.required : [];
  const optional = names.filter((name) => !required.includes(name));
  const presence = optional.map((name) => ({
    rule: `has(self.${name}) == has(oldSelf.${name})`,
    message: `${name} never changes`,
  }));
  return { ...spec, properties, ...rules(presence) };
}

interface Rule {
  readonly rule: string;
  readonly message: string;
}

function unchanged(what: string): Rule {
  return { rule: "self == oldSelf", message: `${what} never changes` };
}

function rules(list: readonly Rule[]): StructuralSchema {
  return list.length === 0 ? {} : { "x-kubernetes-validations": list };
}
