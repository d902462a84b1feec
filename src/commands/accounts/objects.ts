import { manifestStream } from "../../agents/crds/manifest-stream.ts";
import type { Kind } from "../../agents/kinds/kind.ts";
import { writtenOf } from "../../agents/manifest/plan-manifests.ts";
import { apiVersion, type Resource } from "../../agents/resource/resource.ts";
import { objectForm } from "../../api/kubernetes/object-form.ts";
import { tableForm } from "../../api/kubernetes/table.ts";
import { shortened, visible } from "../../fault/visible.ts";

const cellLength = 100;

/** What a table has beside the columns of its kind. */
export interface ObjectTableOptions {
  readonly withOrganization: boolean;
  /** Also the version, and who declared it. */
  readonly isWide: boolean;
  readonly now: () => Date;
}

/** Objects as YAML: those that people declare as they would write them, so that they can be applied again; others whole. */
export function objectsYaml({ storage }: Kind, objects: readonly Resource[]): string {
  return manifestStream(
    objects.map((one) => (storage === "config" ? { apiVersion, ...writtenOf(one) } : objectForm(one))),
  );
}

/** Objects as a table, with the columns that `kubectl get` shows. */
export function objectTable(
  kind: Kind,
  objects: readonly Resource[],
  { withOrganization, isWide, now }: ObjectTableOptions,
): string {
  const { columns, row } = tableForm(kind, "None", now);
  const head = [
    ...(withOrganization ? ["organization"] : []),
    ...columns.map(({ name }) => name),
    ...(isWide ? ["declared by", "version"] : []),
  ];
  const rows = objects.map((object) => {
    const { namespace, managedByRepository, resourceVersion } = object.metadata;
    return [
      ...(withOrganization ? [namespace] : []),
      ...row(objectForm(object)).cells.map((cell) => visible(shortened(String(cell ?? ""), cellLength))),
      ...(isWide ? [managedByRepository ? "repository" : "hand", resourceVersion] : []),
    ];
  });
  const all = [head.map((name) => name.toUpperCase()), ...rows];
  const widths = head.map((_, at) => Math.max(...all.map((cells) => (cells[at] ?? "").length)));
  return all
    .map(
      (cells) =>
        `${cells
          .map((cell, at) => cell.padEnd(widths[at] ?? 0))
          .join("   ")
          .trimEnd()}\n`,
    )
    .join("");
}
