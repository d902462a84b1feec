import { RequestRefused } from "./status.ts";
import type { IncludeObject } from "./table.ts";

/** In which form a client takes its answer. */
export type AcceptedForm = "object" | "table";

interface Range {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly quality: number;
}

/**
 * The form that an `Accept` header asks for: the first of the ranges with the highest quality that the server has (RFC 9110, 12.5.1;
 * Kubernetes API concepts, "Alternate representations").
 * @param tables whether there is a table of what is asked for
 * @throws {RequestRefused} 406 where the client takes nothing that the server has
 */
export function acceptedForm(accept: string | null, tables: boolean): AcceptedForm {
  const ranges = acceptRanges(accept ?? "*/*");
  for (const { type, parameters } of ranges) {
    if (!["application/json", "application/*", "*/*"].includes(type)) continue;
    const as = parameters.get("as");
    if (as === undefined) return "object";
    const isTable = as === "Table" && parameters.get("g") === "meta.k8s.io" && parameters.get("v") === "v1";
    if (isTable && tables) return "table";
  }
  throw new RequestRefused("NotAcceptable", "only the following media types are accepted: application/json");
}

/** The ranges of an `Accept` header with the best first, those of quality 0 left out. */
export function acceptRanges(accept: string): readonly Range[] {
  return accept
    .slice(0, 4096)
    .split(",")
    .map(rangeOf)
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
}

function rangeOf(text: string): Range {
  const [type = "", ...rest] = text.split(";").map((part) => part.trim());
  const parameters = new Map(
    rest.map((part): [string, string] => {
      const [name = "", value = ""] = part.split("=");
      return [name.trim().toLowerCase(), value.trim().replace(/^"(.*)"$/, "$1")];
    }),
  );
  const quality = Number(parameters.get("q") ?? "1");
  return { type: type.toLowerCase(), parameters, quality: Number.isFinite(quality) ? quality : 0 };
}

/** How much of each object a table is to have, from the query. */
export function includedObject(query: URLSearchParams): IncludeObject {
  const asked = query.get("includeObject") ?? "";
  if (asked === "" || asked === "Metadata") return "Metadata";
  if (asked === "None" || asked === "Object") return asked;
  throw new RequestRefused(
    "BadRequest",
    `includeObject is ${JSON.stringify(asked)}; it is None, Metadata or Object`,
  );
}
