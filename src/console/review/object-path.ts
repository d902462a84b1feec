import { apiVersion } from "../../agents/resource/resource.ts";
import type { ReviewPlace } from "./reviewed-action.ts";

/** Where an object is in Kubernetes' protocol; without a name, all of its kind. */
export function objectPath({ organization, kind, name }: ReviewPlace): string {
  const all = `/apis/${apiVersion}/namespaces/${encodeURIComponent(organization)}/${kind.plural}`;
  return name === "" ? all : `${all}/${encodeURIComponent(name)}`;
}
