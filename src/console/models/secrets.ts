import { agentConfigGrant } from "../../agents/kinds/config/agent-config-grant.ts";
import { agentSecretGrant } from "../../agents/kinds/config/agent-secret-grant.ts";
import type { Resource } from "../../agents/resource/resource.ts";
import { addressOf } from "../page/address.ts";
import { listAddress, objectAddress } from "../page/object-address.ts";
import type { ActionOffer } from "../page/page.ts";
import type { LoadedPage, PageAsk } from "../page/page-ask.ts";

/** Who is given which secrets and configs. Values are nowhere. */
export interface GrantsModel {
  readonly secrets: readonly GrantRow[];
  readonly configs: readonly GrantRow[];
  readonly sealed: string;
  readonly reads: string;
  readonly offers: readonly ActionOffer[];
}

export interface GrantRow {
  readonly name: string;
  readonly href: string;
  readonly what: string;
  readonly subject: string;
  readonly purpose: string;
  readonly effect: string;
  readonly mount?: string | undefined;
  readonly expires?: string | undefined;
  readonly isExpired: boolean;
}

export async function loadGrants({ organization, objects, now }: PageAsk): Promise<LoadedPage<"grants">> {
  objects.demand("list", agentSecretGrant);
  const secrets = await Array.fromAsync(objects.each(agentSecretGrant));
  const configs = await Array.fromAsync(objects.each(agentConfigGrant));
  const { rights } = objects;
  const give = (id: string, word: string, kind: typeof agentSecretGrant | typeof agentConfigGrant) =>
    rights.offer({ id, word, href: `${listAddress(organization, kind)}/new` }, rights.may("create", kind));
  return {
    watches: [agentSecretGrant, agentConfigGrant],
    model: {
      secrets: secrets.map((grant) => ({
        ...rowOf(organization, grant, now),
        what: grant.spec.secretRef.name,
        href: objectAddress(organization, agentSecretGrant, grant.metadata.name),
      })),
      configs: configs.map((grant) => ({
        ...rowOf(organization, grant, now),
        what: grant.spec.configRef.name,
        href: objectAddress(organization, agentConfigGrant, grant.metadata.name),
      })),
      sealed: addressOf(organization, "config", "secrets"),
      reads: addressOf(organization, "audit", "secrets"),
      offers: [
        give("grant-secret", "Give a secret", agentSecretGrant),
        give("grant-config", "Give a config", agentConfigGrant),
      ],
    },
  };
}

function rowOf(
  _organization: string,
  { metadata, spec }: Resource<typeof agentSecretGrant> | Resource<typeof agentConfigGrant>,
  now: Date,
): Omit<GrantRow, "what" | "href"> {
  return {
    name: metadata.name,
    subject: `${spec.subject.kind} ${spec.subject.name}`,
    purpose: spec.purpose,
    effect: spec.effect,
    mount: spec.mountPolicy,
    expires: spec.expires,
    isExpired: spec.expires !== undefined && Date.parse(spec.expires) <= now.getTime(),
  };
}
