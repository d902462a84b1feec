import { rmSync } from "node:fs";
import { join } from "node:path";
import { IdentikitError } from "../../fault/error.ts";
import { withoutCredentials } from "../../git/git-command.ts";
import { digestOf } from "../../tree/digest.ts";
import { BaseTree } from "../files/base-tree.ts";
import type { CheckedOutSubmodule } from "../files/submodule-changes.ts";
import { type GitRemote, gitRemote } from "../store/git-remote.ts";
import type { RepositoryStore } from "../store/repository-store.ts";
import type { WorkspaceRecord } from "./workspace-record.ts";
import type { WorkspaceRoot } from "./workspace-root.ts";
import { readTree } from "./worktree.ts";

const mostSubmodules = 200;

type Submodule = WorkspaceRecord["submodules"][number];

/**
 * The submodules of a base commit, and where they come from: its own `.gitmodules` says so, and only addresses at the repository's own origin count.
 * Nothing else that a `.gitmodules` can say is read, and submodules of submodules stay empty.
 * @throws {IdentikitError} `SUBMODULE_REFUSED`, `REMOTE_REFUSED`, `STORE_UNUSABLE`
 */
export async function submodulesOf(
  store: RepositoryStore,
  record: Pick<WorkspaceRecord, "namespace" | "name" | "base" | "store">,
  remote: GitRemote,
  signal: AbortSignal,
): Promise<{ readonly submodule: Submodule; readonly remote: GitRemote }[]> {
  const base = await BaseTree.read(store.git, record.base, signal);
  const links = [...base.all()].filter(([, { mode }]) => mode === "160000");
  if (links.length === 0) return [];
  if (links.length > mostSubmodules) throw refused(`the commit has ${links.length} of them`);
  const file = base.entry(".gitmodules");
  const urls = file?.mode.startsWith("100")
    ? await urlsOf(store, file.object, signal)
    : new Map<string, string>();
  return links.map(([path, { object: commit }]) => {
    const url = urls.get(path);
    if (url === undefined) throw refused(`.gitmodules says no address for ${JSON.stringify(path)}`);
    const from = sameOrigin(remote, url, path);
    const isOwn = record.store.startsWith("own-");
    const of = isOwn ? [record.namespace, record.name, path] : [record.store, from.url];
    const id = digestOf(JSON.stringify(of)).slice(7, 47);
    return { submodule: { path, commit, store: `${isOwn ? "own" : "shared"}-${id}` }, remote: from };
  });
}

/** Fetches the submodules of a workspace into stores, and checks them out as plain files. */
export async function checkOutSubmodules(
  root: WorkspaceRoot,
  record: WorkspaceRecord,
  found: readonly { readonly submodule: Submodule; readonly remote: GitRemote }[],
  signal: AbortSignal,
): Promise<void> {
  const { tree, records } = root.place(record);
  for (const [index, { submodule, remote }] of found.entries()) {
    const store = root.storeNamed(submodule.store);
    await store.fetch(remote, { commit: submodule.commit }, signal);
    const place = { index: join(records, `submodule-${index}`), tree: join(tree, submodule.path) };
    rmSync(place.index, { force: true });
    await readTree(store, place, ["-m", "-u", submodule.commit], signal);
  }
}

/** The submodules of a workspace as a harvest compares them. */
export async function checkedOut(
  root: WorkspaceRoot,
  record: WorkspaceRecord,
  signal: AbortSignal,
): Promise<CheckedOutSubmodule[]> {
  const found: CheckedOutSubmodule[] = [];
  for (const { path, commit, store } of record.submodules)
    found.push({ path, base: await BaseTree.read(root.storeNamed(store).git, commit, signal) });
  return found;
}

async function urlsOf(
  store: RepositoryStore,
  object: string,
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const output = await store.git.ask(
    ["config", "--no-includes", `--blob=${object}`, "--null", "--list"],
    signal,
  );
  const fields = new Map<string, { path?: string; url?: string }>();
  for (const line of output.toString().split("\0")) {
    const [, name, field, value = ""] = /^submodule\.([\s\S]+)\.(path|url)\n([\s\S]*)$/.exec(line) ?? [];
    if (name !== undefined && field !== undefined) fields.set(name, { ...fields.get(name), [field]: value });
  }
  const urls = new Map<string, string>();
  for (const { path, url } of fields.values())
    if (path !== undefined && url !== undefined) urls.set(path, url);
  return urls;
}

/** The address of a submodule, relative to its repository or absolute, with the credential of that. */
function sameOrigin(remote: GitRemote, url: string, path: string): GitRemote {
  const other = `the address ${JSON.stringify(withoutCredentials(url))} of ${JSON.stringify(path)} is not at the repository's own origin`;
  if (remote.transport === "file") {
    if (!/^\.\.?\//.test(url)) throw refused(other);
    return gitRemote(join(remote.url, url));
  }
  const base = new URL(remote.url.endsWith("/") ? remote.url : `${remote.url}/`);
  const found = /^\.\.?\//.test(url) ? URL.parse(url, base.href) : URL.parse(url);
  if (
    !found ||
    found.protocol !== base.protocol ||
    found.host !== base.host ||
    found.username !== base.username
  )
    throw refused(other);
  return gitRemote(found.href.replace(/\/$/, ""), remote.credential);
}

function refused(problem: string): IdentikitError {
  return new IdentikitError("SUBMODULE_REFUSED", `the submodules cannot be checked out: ${problem}`, {
    remedy: "Fix .gitmodules, or leave submodules out of the workspace policy.",
  });
}
