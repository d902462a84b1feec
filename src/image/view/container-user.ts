/** A user or group as an image's config names it. */
type Named = { readonly kind: "id"; readonly id: number } | { readonly kind: "name"; readonly name: string };

/** Who a container's program runs as, by the image's config (`User`). */
export interface ImageUser {
  readonly user: Named;
  readonly group?: Named;
}

/** Who that is, by its numbers. */
export interface Subject {
  readonly uid: number;
  /** Its groups, in each way in which engines find them: some add those that list it in `/etc/group`, some do not. */
  readonly groups: readonly ReadonlySet<number>[];
}

/** The largest number that is one for Docker, containerd and buildah alike. */
const largestId = 2 ** 31 - 1;

/**
 * `User` of an image's config: `user`, `uid`, `user:group`, `uid:gid` and mixtures; nothing means root.
 * @returns what is wrong with it, where engines would not take it for one
 */
export function parseUser(text: string): ImageUser | string {
  if (text === "") return { user: { kind: "id", id: 0 } };
  const [user = "", group, more] = text.split(":");
  if (more !== undefined || user === "" || group === "") return `${JSON.stringify(text)} has no two parts`;
  const named = [user, ...(group === undefined ? [] : [group])].map(parseNamed);
  const [first, second] = named;
  if (first === undefined || named.includes(undefined))
    return `${JSON.stringify(text)} is not a name or number`;
  return { user: first, ...(second ? { group: second } : {}) };
}

/** Digits are a number to all engines, whatever `/etc/passwd` says; what is almost a number is one to some. */
function parseNamed(text: string): Named | undefined {
  if (/^(0|[1-9][0-9]{0,9})$/.test(text)) {
    const id = Number(text);
    return id <= largestId ? { kind: "id", id } : undefined;
  }
  return /^[A-Za-z_][\w.-]*\$?$/.test(text) ? { kind: "name", name: text } : undefined;
}

/**
 * Looks a user up as engines do (`moby/sys/user`, containerd's `oci` package).
 * @param passwd content of `/etc/passwd`, if there is one
 * @param group content of `/etc/group`, if there is one
 * @returns who it is, or why that cannot be told
 */
export function resolveUser(
  { user, group }: ImageUser,
  passwd: Uint8Array | undefined,
  groups: Uint8Array | undefined,
): Subject | string {
  const accounts = records(passwd, 7);
  const account = accounts.find(([name, , uid]) =>
    user.kind === "name" ? name === user.name : uid === String(user.id),
  );
  if (user.kind === "name" && !account) return `user ${user.name} is not in /etc/passwd`;
  const uid = user.kind === "id" ? user.id : toId(account?.[2]);
  if (uid === undefined) return "the user's line in /etc/passwd has no number";
  const listed = records(groups, 4);
  if (group) {
    const found = listed.find(([name]) => group.kind === "name" && name === group.name);
    const gid = group.kind === "id" ? group.id : toId(found?.[2]);
    return gid === undefined
      ? `group ${group.kind === "name" ? group.name : ""} is not in /etc/group`
      : { uid, groups: [new Set([gid])] };
  }
  const primary = account ? toId(account[3]) : 0;
  if (primary === undefined) return "the user's line in /etc/passwd has no group";
  const member = listed.filter(([, , , members = ""]) => members.split(",").includes(account?.[0] ?? ""));
  const supplementary = member.map(([, , gid]) => toId(gid));
  if (supplementary.includes(undefined)) return "a group of the user has no number in /etc/group";
  return { uid, groups: [new Set([primary]), new Set([primary, ...(supplementary as number[])])] };
}

function records(bytes: Uint8Array | undefined, fields: number): string[][] {
  const lines = Buffer.from(bytes ?? [])
    .toString("utf8")
    .split("\n");
  return lines.map((line) => line.trim().split(":")).filter((parts) => parts.length >= fields - 1);
}

function toId(text: string | undefined): number | undefined {
  const parsed = text === undefined ? undefined : parseNamed(text);
  return parsed?.kind === "id" ? parsed.id : undefined;
}
