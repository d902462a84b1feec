import { RequestRefused } from "./status.ts";

/** How a write is to be done. */
export interface WriteQuery {
  /** Do everything but keep it. */
  readonly dryRun: boolean;
  /** What becomes of fields that the kind does not have. */
  readonly fieldValidation: "Strict" | "Warn" | "Ignore";
}

/** @throws {RequestRefused} 400 for values that Kubernetes does not know */
export function writeQuery(query: URLSearchParams): WriteQuery {
  const fieldValidation = query.get("fieldValidation") || "Warn";
  if (fieldValidation !== "Strict" && fieldValidation !== "Warn" && fieldValidation !== "Ignore")
    throw new RequestRefused(
      "BadRequest",
      `fieldValidation is ${JSON.stringify(fieldValidation)}; it is Strict, Warn or Ignore`,
    );
  return { dryRun: isDryRun(query.getAll("dryRun")), fieldValidation };
}

/** @throws {RequestRefused} 400 for a dry run of another kind than `All` */
export function isDryRun(values: readonly string[]): boolean {
  const other = values.find((value) => value !== "All" && value !== "");
  if (other !== undefined)
    throw new RequestRefused("BadRequest", `dryRun is ${JSON.stringify(other)}; it is All`);
  return values.includes("All");
}
