import type { ListQuery } from "../../agents/resource/resource-store.ts";
import { parseFieldSelector, parseLabelSelector } from "../../agents/resource/selector.ts";
import { RequestRefused } from "./status.ts";

/** Which objects of a kind are asked for. */
export type SelectQuery = Pick<ListQuery, "namespace" | "labels" | "fields">;

/**
 * The selectors of a query.
 * @throws {IdentikitError} `SELECTOR_INVALID`
 */
export function selectQuery(query: URLSearchParams, namespace: string | undefined): SelectQuery {
  const labels = query.get("labelSelector") ?? "";
  const fields = query.get("fieldSelector") ?? "";
  return {
    namespace,
    ...(labels === "" ? {} : { labels: parseLabelSelector(labels) }),
    ...(fields === "" ? {} : { fields: parseFieldSelector(fields) }),
  };
}

/**
 * A count of a query, such as `limit`.
 * @returns `undefined` where it is left out
 * @throws {RequestRefused} 400
 */
export function countOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name) ?? "";
  if (text === "") return undefined;
  if (!/^\d{1,9}$/.test(text))
    throw new RequestRefused("BadRequest", `${name} is ${JSON.stringify(text)}; it is a whole number`);
  return Number(text);
}

/** A truth of a query; `true`, `1` and a bare name are true, as Kubernetes reads them. */
export function truthOf(query: URLSearchParams, name: string): boolean {
  const text = query.get(name);
  return text !== null && text !== "false" && text !== "0";
}

/** The `resourceVersion` of a query: a decimal number; `undefined` where any state will do. */
export function versionOf(query: URLSearchParams): string | undefined {
  const text = query.get("resourceVersion") ?? "";
  if (text === "" || text === "0") return undefined;
  if (!/^[1-9]\d{0,18}$/.test(text))
    throw new RequestRefused(
      "BadRequest",
      `resourceVersion is ${JSON.stringify(text)}; it is what the server gave before`,
    );
  return text;
}
