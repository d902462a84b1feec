import type { Actor } from "../../agents/kinds/actor.ts";
import { claimedPerson, groupsIn, type TeamNames } from "./claimed-person.ts";
import type { TrustedPeers } from "./peers.ts";
import type { DoorRefusal } from "./refusal.ts";

export interface ProxySignInOptions extends TeamNames {
  /** The header that names the person, such as `X-Forwarded-User`. */
  readonly userHeader: string;
  /** The header with their groups, with commas between them. */
  readonly groupsHeader?: string | undefined;
  readonly peers: TrustedPeers;
}

/** People whom the proxy before the server has signed in: it names them on each request, and nobody else may. */
export class ProxySignIn {
  readonly #options: ProxySignInOptions;

  constructor(options: ProxySignInOptions) {
    this.#options = options;
  }

  /** @returns who the proxy names; a refusal where somebody else does, or it names nobody that can be; nothing where it names no one */
  personOf({ headers }: Request, peer: string): Actor | DoorRefusal | undefined {
    const { userHeader, groupsHeader, peers } = this.#options;
    const named = headers.get(userHeader);
    const groups = groupsHeader === undefined ? null : headers.get(groupsHeader);
    if (named === null && groups === null) return undefined;
    if (!peers.has(peer)) return untrusted(userHeader, peer);
    // A header that was sent twice comes as one text with a comma in it, which no login has.
    const isOne = named !== null && !named.includes(",");
    return (
      (isOne ? claimedPerson(named, groupsIn(groups ?? ""), this.#options) : undefined) ?? nobody(userHeader)
    );
  }
}

function untrusted(header: string, peer: string): DoorRefusal {
  return {
    status: 403,
    code: "PROXY_UNTRUSTED",
    message: `${header} comes from ${peer}, which is not a proxy of this server`,
    remedy: "Go through the proxy; who runs the server names its address with --trusted-proxy.",
  };
}

function nobody(header: string): DoorRefusal {
  return {
    status: 403,
    code: "PROXY_UNTRUSTED",
    message: `${header} does not hold one login`,
    remedy: "Let the proxy send the login as the forge has it, once.",
  };
}
