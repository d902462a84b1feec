import type { Finding } from "../../fault/finding.ts";
import { suggestion } from "../../fault/nearest.ts";
import type { Permissions } from "../rows/template-offers.ts";
import type { TemplateRows } from "../rows/template-rows.ts";

/** A permission that names what its template does not bring is a mistake or a leftover. */
export function unusedPermissions(
  permit: Permissions,
  readings: ReadonlyMap<string, TemplateRows>,
): Finding[] {
  return Object.entries(permit).flatMap(([template, { servers, settings, files }]) => {
    const contents = readings.get(template)?.contents;
    if (!contents) return readings.size === 0 ? [] : [unusedTemplate(template, [...readings.keys()])];
    const kinds = [
      { kind: "servers", names: servers, there: contents.servers },
      { kind: "settings", names: settings, there: contents.settings },
      { kind: "files", names: files, there: contents.files },
    ];
    return kinds.flatMap(({ kind, names, there }) =>
      Object.keys(names).flatMap((name): Finding[] => {
        if (there.has(name)) return [];
        return [
          {
            code: "PERMIT_UNUSED",
            severity: "warning",
            path: `permit.${template}.${kind}.${name}`,
            expected: [...there.keys()].join(", ") || null,
            actual: `the template ${template} brings no ${name}${suggestion(name, there.keys())}`,
            remedy: "Fix the name in identikit.yaml, or remove the line.",
            location: { file: "identikit.yaml" },
          },
        ];
      }),
    );
  });
}

function unusedTemplate(template: string, known: readonly string[]): Finding {
  return {
    code: "PERMIT_UNUSED",
    severity: "warning",
    path: `permit.${template}`,
    expected: known.join(", "),
    actual: `no agent has the template ${template}${suggestion(template, known)}`,
    remedy: "Fix the name in identikit.yaml, or remove the lines.",
    location: { file: "identikit.yaml" },
  };
}
