import { kindCalled } from "../../agents/crds/kind-names.ts";
import type { Kind } from "../../agents/kinds/kind.ts";
import { IdentikitError } from "../../fault/error.ts";

/**
 * The kind, and the object if one is named: KIND, KIND NAME, or KIND/NAME as `get -o name` prints it.
 * @throws {IdentikitError} `RESOURCE_INVALID` if there is no such kind; `USAGE` for KIND/ without a name, or with a second one
 */
export function objectCalled(
  what: string,
  name: string | undefined,
): { readonly kind: Kind; readonly name: string | undefined } {
  const slash = what.indexOf("/");
  if (slash < 0) return { kind: kindCalled(what), name };
  const joined = what.slice(slash + 1);
  if (joined === "" || name !== undefined)
    throw new IdentikitError("USAGE", `${JSON.stringify(what)} is not a kind`, {
      remedy: "Write KIND NAME, or KIND/NAME.",
    });
  return { kind: kindCalled(what.slice(0, slash)), name: joined };
}
