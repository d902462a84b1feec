import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hono } from "hono";
import type { z } from "zod";
import { dryRunStored } from "../../src/agents/dispatch/dry-run-stored.ts";
import type { Actor } from "../../src/agents/kinds/actor.ts";
import { agentRoleBinding } from "../../src/agents/kinds/config/agent-role-binding.ts";
import type { Kind } from "../../src/agents/kinds/kind.ts";
import { GitMemoryStore } from "../../src/agents/memory/git-memory-store.ts";
import type { Resource } from "../../src/agents/resource/resource.ts";
import { BlobStore } from "../../src/agents/store/blobs/blob-store.ts";
import { ObjectDrafts } from "../../src/agents/store/drafts/object-drafts.ts";
import { SqlStore } from "../../src/agents/store/sql-store.ts";
import { ApiTokens } from "../../src/agents/store/tokens/api-tokens.ts";
import { agentsApi } from "../../src/api/agents/agents-api.ts";
import { HttpServer } from "../../src/api/http-server.ts";
import { kubernetesApi } from "../../src/api/kubernetes/kubernetes-api.ts";
import { TokenAccess } from "../../src/api/kubernetes/token-access.ts";
import type { ConfigDatabase } from "../../src/config/database.ts";
import { openDatabase } from "../../src/config/database.ts";
import { readConsoleAssets } from "../../src/console/assets.ts";
import { consoleApp } from "../../src/console/console-app.ts";
import { auditLinesOf } from "../../src/console/object/audit-lines.ts";
import type { PageDataOf, ViewName } from "../../src/console/page/page.ts";
import { noSources } from "./no-sources.ts";

export const organization = "tidewater";
/** mira may do everything; olaf may decide; lena may look; nobody may nothing. */
export type Who = "mira" | "olaf" | "lena" | "nobody";

export interface WorkWorld extends AsyncDisposable {
  readonly url: string;
  readonly database: ConfigDatabase;
  readonly store: SqlStore;
  readonly blobs: BlobStore;
  readonly tokens: Readonly<Record<Who, string>>;
  /** What went wrong with the server itself. */
  readonly faults: unknown[];
  /** Stores an object: its spec is checked by its kind, as every writer's is. */
  put<One extends Kind>(
    kind: One,
    name: string,
    spec: z.input<One["spec"]>,
    status?: z.output<One["status"]>,
  ): Promise<Resource<One>>;
  /** Gives an object another status. */
  become<One extends Kind>(kind: One, name: string, status: z.output<One["status"]>): Promise<void>;
  ask(path: string, init?: RequestInit & { readonly who?: Who }): Promise<Response>;
  /** A page as HTML; the path is below the organisation. */
  html(path: string, who?: Who): Promise<string>;
  /** What a page is drawn from. */
  page<View extends ViewName>(view: View, path: string, who?: Who): Promise<PageDataOf<View>>;
}

/** The server with its API and its pages, on a database of its own, for tests of agents' work. */
export async function workWorld(memory?: string): Promise<WorkWorld> {
  const stop = new AbortController();
  const directory = mkdtempSync(join(tmpdir(), "identikit-console-"));
  const location = join(directory, "config.db");
  const database = await openDatabase(location, { author: { who: "mira", command: "test" } });
  const store = new SqlStore(database);
  const blobs = new BlobStore(database);
  const issuer = new ApiTokens(database);
  const organizations = [
    { name: organization, repositories: ["tidewater/*"], configRepository: "tidewater/fleet" },
  ];
  const now = () => new Date();
  const { signal } = stop;
  const faults: unknown[] = [];
  const onFault = (thrown: unknown) => void faults.push(thrown);
  const access = new TokenAccess({ tokens: issuer, store, organizations, now });
  const api = kubernetesApi({
    ...{ store, authenticator: access, authorizer: access, version: "0.0.1", now, signal, onFault },
    organisations: { list: async () => [organization] },
    authorOf: (user) => access.authorOf(user),
  });
  const secretNames = async () => ["FORGE_TOKEN"];
  const dryRun = (rule: string, delivery: string) =>
    dryRunStored(store, { namespace: organization, rule, delivery }, now());
  const typed = agentsApi({
    ...{ access, store, database, organization, organizations, now, signal, onFault, secretNames, dryRun },
    version: "0.0.1",
    replay: () => Promise.reject(new Error("no delivery is replayed here")),
    factsOf: async () => ({ permission: "write" }),
    objects: (request) => api.fetch(request),
  });
  const apis = new Hono().route("/", typed).route("/", api);
  const pages = consoleApp({
    ...{ store, access, now, onFault, home: organization, assets: readConsoleAssets() },
    sources: {
      ...{ ...noSources, secretNames, dryRun, content: (run, digest) => blobs.get(run, digest) },
      recordHistory: (asked) => auditLinesOf(database, asked),
      memory: () =>
        memory === undefined ? undefined : new GitMemoryStore(join(memory, ".git"), process.env),
    },
    csrfTokenOf: () => "",
    api: (request) => apis.fetch(request),
    drafts: new ObjectDrafts(database),
  });
  const app = new Hono().route("/", apis).route("/", pages);
  const address = { host: "127.0.0.1", port: 0 };
  const server = await HttpServer.start({ address, auth: { kind: "loopback" }, app, signal });
  const tokenOf = async (name: Who, groups: string[] = []) =>
    await issuer.issue(
      {
        actor: personCalled(name, groups),
        namespace: organization,
        expires: new Date(Date.now() + 3_600_000),
      },
      now(),
    );
  const tokens = {
    mira: await tokenOf("mira", [
      "forge:admin:tidewater/fleet",
      "forge:write:tidewater/berths",
      "forge:read:tidewater/brain",
    ]),
    olaf: await tokenOf("olaf", ["forge:write:tidewater/berths"]),
    lena: await tokenOf("lena"),
    nobody: await tokenOf("nobody"),
  };
  const world: WorkWorld = {
    ...{ url: server.url, database, store, blobs, tokens, faults },
    put: (kind, name, spec, status) =>
      store.write(
        async (writer) =>
          await writer.create(
            kind,
            { kind: kind.kind, metadata: { namespace: organization, name }, spec: parsed(kind, spec) },
            status,
          ),
      ),
    become: async (kind, name, status) =>
      void (await store.write((writer) => writer.setStatus(kind, { namespace: organization, name }, status))),
    ask: (path, { who = "mira", ...init } = {}) => {
      const headers = new Headers(init.headers);
      headers.set("authorization", `Bearer ${tokens[who]}`);
      return fetch(`${server.url}${path}`, { redirect: "manual", ...init, headers });
    },
    html: async (path, who = "mira") =>
      await (await world.ask(`/orgs/${organization}/${path}`, { who })).text(),
    page: async (view, path, who = "mira") => {
      const headers = { accept: "application/json" };
      const response = await world.ask(`/orgs/${organization}/${path}`, { who, headers });
      const data = await response.json();
      if (data.view !== view)
        throw new Error(`${path} is ${data.view}, not ${view}: ${JSON.stringify(data.model)}`);
      return data;
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await server[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
      rmSync(directory, { recursive: true, force: true });
    },
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
  return world;
}

export function personCalled(name: string, groups: string[] = []): Actor {
  return { kind: "User", name, ...(groups.length === 0 ? {} : { groups }) };
}

function parsed<One extends Kind>(kind: One, spec: z.input<One["spec"]>): z.output<One["spec"]> {
  return kind.spec.parse(spec) as z.output<One["spec"]>;
}

export function jsonPost(body: unknown, who: Who): RequestInit & { readonly who: Who } {
  return { who, method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
