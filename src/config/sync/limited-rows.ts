import { IdentikitError } from "../../fault/error.ts";
import { checkRowLimits, type RowLimits } from "../rows/row-limits.ts";
import type { TemplateRows } from "../rows/template-rows.ts";
import type { ScopedTable } from "../schema/tables.ts";

/** One skill that is too large keeps back the types and agents of its own template, and nobody else's. */
export function limitFaults(
  readings: ReadonlyMap<string, TemplateRows>,
  limits: RowLimits,
): (template: string | undefined) => IdentikitError | undefined {
  const faults = new Map<string, IdentikitError | undefined>();
  return (template) => {
    if (template === undefined) return undefined;
    const rows = readings.get(template);
    if (rows && !faults.has(template)) faults.set(template, limitFault(template, rows, limits));
    return faults.get(template);
  };
}

function limitFault(template: string, rows: TemplateRows, limits: RowLimits): IdentikitError | undefined {
  try {
    checkRowLimits(template, rows, limits);
    return undefined;
  } catch (caught) {
    if (caught instanceof IdentikitError) return caught;
    throw caught;
  }
}

/** Tables whose rows of a template have limits of their own. */
export function isLimited(table: ScopedTable): boolean {
  return table === "skill" || table === "system_prompt";
}
