import { addressOf } from "../page/address.ts";
import type { Frame } from "../page/page.ts";
import type { SideLink, SideNavigationProps } from "./components/shell/side-navigation.tsx";

/** The pages of an organisation, at the side of each of them. */
export function navigation({ organization, address, counters }: Frame): SideNavigationProps {
  const link = (word: string, icon: SideLink["icon"], ...parts: readonly string[]): SideLink => ({
    ...{ word, icon, href: addressOf(organization, ...parts) },
  });
  const groups = [
    {
      title: "Work",
      links: [
        link("Overview", "gauge", "agents"),
        link("Runs", "activity", "agents", "runs"),
        { ...link("Approvals", "inbox", "agents", "approvals"), count: counters.approvals },
        link("Workspaces", "folder", "agents", "workspaces"),
        link("Sessions", "message-square", "agents", "sessions"),
        link("Rules", "webhook", "agents", "rules"),
        link("Repositories", "git-branch", "repositories"),
      ],
    },
    {
      title: "Agents",
      links: [
        link("Stacks", "layers", "agents", "stacks"),
        link("Tools", "wrench", "agents", "tools"),
        link("MCP servers", "plug", "agents", "mcp"),
        link("Skills", "book-open", "agents", "skills"),
        link("Memory", "brain", "agents", "memory"),
        link("Runners", "server", "agents", "runners"),
      ],
    },
    {
      title: "Access",
      links: [
        link("Identities", "users", "agents", "identities"),
        link("Permissions", "shield", "agents", "permissions"),
        link("Secrets and configs", "key-round", "agents", "secrets"),
        link("Settings", "settings", "agents", "settings"),
      ],
    },
    {
      title: "Identity",
      links: [
        link("Templates", "package", "templates"),
        link("Images", "image", "images"),
        link("Environments", "box", "environments"),
        link("Config", "database", "config"),
        link("Trace", "network", "trace"),
        link("Audit", "scroll-text", "audit"),
        link("All objects", "list-checks", "objects"),
      ],
    },
  ];
  return { groups, current: currentOf(groups, address.split("?")[0] ?? "") };
}

/** The longest address of the list that the page's own begins with: a run belongs to the runs. */
function currentOf(groups: SideNavigationProps["groups"], path: string): string {
  const own = groups
    .flatMap(({ links }) => links.map(({ href }) => href))
    .filter((href) => path === href || path.startsWith(`${href}/`));
  return own.sort((a, b) => b.length - a.length)[0] ?? "";
}
