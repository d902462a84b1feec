import { join } from "node:path";
import { agentRoleBinding } from "../../src/agents/kinds/config/agent-role-binding.ts";
import { GitMemoryStore } from "../../src/agents/memory/git-memory-store.ts";
import type { PageDataOf, ViewName } from "../../src/console/page/page.ts";
import { type ConsoleWorld, consoleWorld, organization } from "./console-world.ts";

/** mira may do everything; olaf may decide; lena may look; nobody may nothing. */
export type Who = "mira" | "olaf" | "lena" | "nobody";
const groupsOf: Readonly<Record<Who, readonly string[]>> = {
  mira: ["forge:admin:tidewater/fleet", "forge:write:tidewater/berths", "forge:read:tidewater/brain"],
  olaf: ["forge:write:tidewater/berths"],
  lena: [],
  nobody: [],
};

/** A server of tests with four people who are signed in to it. */
export interface WorkWorld extends ConsoleWorld {
  readonly tokens: Readonly<Record<Who, string>>;
  ask(path: string, init?: RequestInit & { readonly who?: Who }): Promise<Response>;
  /** A page as HTML; the path is below the organisation. */
  html(path: string, who?: Who): Promise<string>;
  /** What a page is drawn from. */
  page<View extends ViewName>(view: View, path: string, who?: Who): Promise<PageDataOf<View>>;
}

/**
 * The server of tests at the time of now, with people who do agents' work.
 * @param memory a directory with the repository that is every memory
 */
export async function workWorld(memory?: string): Promise<WorkWorld> {
  const clock = {
    get at() {
      return new Date();
    },
  };
  const store =
    memory === undefined ? undefined : new GitMemoryStore(join(memory, ".git"), { ...process.env });
  const sources = () => ({ secretNames: async () => ["FORGE_TOKEN"], memory: () => store });
  const world = await consoleWorld(sources, clock);
  const tokenOf = async (who: Who) => (await world.visit(who, groupsOf[who])).token;
  const tokens = {
    ...{ mira: await tokenOf("mira"), olaf: await tokenOf("olaf") },
    ...{ lena: await tokenOf("lena"), nobody: await tokenOf("nobody") },
  };
  for (const [name, role] of [
    ["olaf", "approver"],
    ["lena", "viewer"],
  ] as const)
    await world.put(agentRoleBinding, `${name}-${role}`, {
      subject: { kind: "User", name },
      roleRef: { kind: "RoleTemplate", name: role },
      scope: { kind: "Organization" },
    });
  const ask: WorkWorld["ask"] = (path, { who = "mira", ...init } = {}) => {
    const headers = new Headers(init.headers);
    headers.set("authorization", `Bearer ${tokens[who]}`);
    return fetch(`${world.url}${path}`, { redirect: "manual", ...init, headers });
  };
  return {
    ...{ ...world, tokens, ask },
    html: async (path, who = "mira") => await (await ask(`/orgs/${organization}/${path}`, { who })).text(),
    page: async (view, path, who = "mira") => {
      const headers = { accept: "application/json" };
      const response = await ask(`/orgs/${organization}/${path}`, { who, headers });
      const data = await response.json();
      if (data.view !== view)
        throw new Error(`${path} is ${data.view}, not ${view}: ${JSON.stringify(data.model)}`);
      return data;
    },
  };
}

export function jsonPost(body: unknown, who: Who): RequestInit & { readonly who: Who } {
  return { who, method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
