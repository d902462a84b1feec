import type { AccessEdge } from "../../agents/admission/access/access-graph.ts";
import { agentRole } from "../../agents/kinds/config/agent-role.ts";
import { agentRoleBinding } from "../../agents/kinds/config/agent-role-binding.ts";
import { listAddress } from "../page/object-address.ts";
import type { ActionOffer } from "../page/page.ts";
import type { OwnPageLoader } from "../page/page-ask.ts";

/** Who has which role where and is given what, and where that differs from what the repository declares. */
export interface PermissionsModel {
  readonly bindings: readonly AccessEdge[];
  readonly grants: readonly AccessEdge[];
  /** What each role gives, a rule on a line. */
  readonly roles: readonly { readonly name: string; readonly rules: readonly string[] }[];
  /** Roles and bindings that are declared and are not here. */
  readonly missing: readonly string[];
  readonly lists: readonly { readonly word: string; readonly href: string }[];
  readonly offers: readonly ActionOffer[];
}

export const permissionsPage: OwnPageLoader<"permissions"> = {
  resource: agentRoleBinding.plural,
  load: async ({ organization, sources, rights }) => {
    const { edges, nodes, missing } = await sources.accessGraph();
    const isGrant = ({ to }: AccessEdge) => /^(?:secret|config)\//.test(to);
    return {
      watches: [agentRole, agentRoleBinding],
      model: {
        bindings: edges.filter((edge) => !isGrant(edge)),
        grants: edges.filter(isGrant),
        roles: nodes.flatMap(({ id, rules }) => (rules ? [{ name: id, rules }] : [])),
        missing,
        lists: [
          { word: "All bindings", href: listAddress(organization, agentRoleBinding) },
          { word: "All roles", href: listAddress(organization, agentRole) },
        ],
        offers: [
          rights.offer(
            { id: "bind", word: "Bind a role", href: `${listAddress(organization, agentRoleBinding)}/new` },
            rights.may("create", agentRoleBinding),
          ),
        ],
      },
    };
  },
};
