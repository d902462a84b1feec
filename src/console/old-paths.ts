import { addressOf, withQuery } from "./page/address.ts";

/** Where something of an old address is now: below the organisation, under its name there. */
const places: readonly (readonly [
  pattern: RegExp,
  to: (parts: readonly string[]) => readonly string[],
  isOfRun?: true,
])[] = [
  [/^\/dispatches\/([^/]+)$/, ([run = ""]) => ["agents", "runs", run], true],
  [/^\/dispatches$/, () => ["agents", "runs"]],
  [/^\/sessions\/pending\/([^/]+)$/, ([run = ""]) => ["agents", "runs", run], true],
  [
    /^\/sessions(?:\/([^/]+))?$/,
    ([session]) => ["agents", "sessions", ...(session === undefined ? [] : [session])],
  ],
  [/^\/inbox$/, () => ["agents", "approvals"]],
  [/^\/automations(?:\/([^/]+))?$/, ([rule]) => ["agents", "rules", ...(rule === undefined ? [] : [rule])]],
  [/^\/workspaces(?:\/([^/]+))?$/, ([one]) => ["agents", "workspaces", ...(one === undefined ? [] : [one])]],
  [
    /^\/projects\/([^/]+)\/([^/]+)$/,
    ([owner = "", name = ""]) => ["repositories", `${owner}/${name}`, "code"],
  ],
  [/^\/projects$/, () => ["agents"]],
];

/**
 * The page that an address from before organisations stands for (LegacyRunRedirect for those of runs); its query goes along, and says that
 * it was an old one.
 * @returns an address of this server, or nothing
 */
export function newPath(organization: string, pathname: string, query: URLSearchParams): string | undefined {
  const parts = decodedParts(pathname);
  if (!parts) return undefined;
  // The organisation could be chosen in the address before there were paths for it.
  const { org: _, ...kept } = Object.fromEntries(query);
  const [first, ...rest] = parts;
  if (first === "agents") return withQuery(addressOf(organization, "agents", ...rest), kept);
  for (const [pattern, to, isOfRun] of places) {
    const [whole, ...found] = pattern.exec(pathname) ?? [];
    if (whole === undefined) continue;
    const named = found.flatMap((part) => (part === undefined ? [] : [decodeURIComponent(part)]));
    return withQuery(addressOf(organization, ...to(named)), {
      ...kept,
      ...(isOfRun ? { from: pathname } : {}),
      ...(isOfRun && pathname.startsWith("/sessions/") ? { handoff: "pending" } : {}),
    });
  }
  return undefined;
}

/**
 * The page that another address below an organisation stands for: the run of a repository, which has one page, and its rules, which are a part
 * of one.
 * @param parts the path below the organisation, decoded
 */
export function otherAddress(organization: string, parts: readonly string[]): string | undefined {
  const [area, repository = "", ...rest] = parts;
  if (area !== "repositories") return undefined;
  const [place, name] = rest;
  if (rest.length === 2 && name !== undefined && (place === "runs" || place === "agents"))
    return addressOf(organization, "agents", "runs", name);
  if (rest.join("/") === "settings/agents/triggers")
    return `${addressOf(organization, area, repository, "settings", "agents")}#rules`;
  return undefined;
}

/** The parts of a path; nothing for one that is not well encoded, or that would lead up or elsewhere. */
function decodedParts(pathname: string): readonly string[] | undefined {
  try {
    const parts = pathname.replace(/\/$/, "").split("/").slice(1).map(decodeURIComponent);
    return parts.some((part) => ["", ".", ".."].includes(part) || /[/\\]/.test(part)) ? undefined : parts;
  } catch {
    return undefined;
  }
}
