import { fieldsOf } from "../../fault/thrown.ts";
import { allKinds } from "../kinds/all-kinds.ts";
import type { Kind } from "../kinds/kind.ts";
import { apiGroup } from "../resource/resource.ts";
import { kindNames, versionName } from "./kind-names.ts";
import { kindSchema } from "./kind-schema.ts";
import type { StructuralSchema } from "./structural-schema.ts";
import { tableColumns } from "./table-columns.ts";

/** A CustomResourceDefinition (apiextensions.k8s.io/v1). */
export interface CustomResource {
  readonly apiVersion: "apiextensions.k8s.io/v1";
  readonly kind: "CustomResourceDefinition";
  readonly metadata: { readonly name: string };
  readonly spec: object;
}

/** The most fields that a cluster lets objects be selected by. */
const mostSelectable = 8;

/** What makes a Kubernetes cluster know a kind, with the checks, the status and the columns that the server has. */
export function customResource(kind: Kind): CustomResource {
  const schema = kindSchema(kind);
  const selectable = selectableFields(kind, schema);
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${kind.plural}.${apiGroup}` },
    spec: {
      group: apiGroup,
      names: kindNames(kind),
      scope: "Namespaced",
      versions: [
        {
          name: versionName,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: schema },
          subresources: { status: {} },
          ...(selectable.length === 0 ? {} : { selectableFields: selectable }),
          additionalPrinterColumns: tableColumns(kind),
        },
      ],
    },
  };
}

/** Every kind's, in one order. */
export function customResources(): readonly CustomResource[] {
  return allKinds.map(customResource);
}

/** The columns that hold one plain value: what people look at is what they look for. */
function selectableFields({ columns }: Kind, schema: StructuralSchema): { jsonPath: string }[] {
  return columns
    .filter(({ path, type }) => type !== "date" && isPlain(schema, path))
    .slice(0, mostSelectable)
    .map(({ path }) => ({ jsonPath: path }));
}

function isPlain(schema: StructuralSchema, path: string): boolean {
  const found = path
    .slice(1)
    .split(".")
    .reduce<unknown>((at, key) => fieldsOf(fieldsOf(at).properties)[key], schema);
  return ["string", "integer", "boolean"].includes(String(fieldsOf(found).type));
}
