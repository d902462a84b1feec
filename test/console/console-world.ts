import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hono } from "hono";
import type { z } from "zod";
import { dryRunStored } from "../../src/agents/dispatch/dry-run-stored.ts";
import { storeSpec } from "../../src/agents/dispatch/store-delivery.ts";
import type { Kind } from "../../src/agents/kinds/kind.ts";
import { webhookDelivery } from "../../src/agents/kinds/record/webhook-delivery.ts";
import { apiVersion, type Resource } from "../../src/agents/resource/resource.ts";
import { BlobStore } from "../../src/agents/store/blobs/blob-store.ts";
import { ObjectDrafts } from "../../src/agents/store/drafts/object-drafts.ts";
import { SqlStore } from "../../src/agents/store/sql-store.ts";
import { ApiTokens } from "../../src/agents/store/tokens/api-tokens.ts";
import { replayDelivery } from "../../src/agents/triggers/replay.ts";
import { agentsApi } from "../../src/api/agents/agents-api.ts";
import { csrfTokenOf } from "../../src/api/doors/csrf-token.ts";
import { doors } from "../../src/api/doors/doors.ts";
import { serverNames } from "../../src/api/doors/server-names.ts";
import { Sessions } from "../../src/api/doors/sessions.ts";
import { HttpServer } from "../../src/api/http-server.ts";
import { kubernetesApi } from "../../src/api/kubernetes/kubernetes-api.ts";
import { TokenAccess } from "../../src/api/kubernetes/token-access.ts";
import { hostFactsOf } from "../../src/commands/places/access.ts";
import { bundlePorts } from "../../src/commands/places/config-bundles.ts";
import type { BundleVerifier } from "../../src/config/bundle/bundle-signature.ts";
import { type ConfigDatabase, openDatabase } from "../../src/config/database.ts";
import { readConsoleAssets } from "../../src/console/assets.ts";
import { consoleApp } from "../../src/console/console-app.ts";
import { auditLinesOf } from "../../src/console/object/audit-lines.ts";
import type { ConsoleSources } from "../../src/console/page/console-sources.ts";
import { certain } from "../../src/fault/certain.ts";
import { noSources } from "./no-sources.ts";

export const organization = "tidewater";
export const repository = "tidewater/fleet";
const organizations = [{ name: organization, repositories: ["tidewater/*"], configRepository: repository }];

/** A page's data as JSON. */
// biome-ignore lint/suspicious/noExplicitAny: what a page shows is said by what each test expects of it
export type Shown = any;

/** Somebody who is signed in. */
export interface Visitor {
  readonly token: string;
  /** A page as HTML. */
  html(path: string): Promise<{ status: number; text: string }>;
  /** What a page is drawn from. */
  model(path: string): Promise<{ status: number; data: Shown }>;
  /** Sends a form, and does not follow where it leads. */
  send(
    path: string,
    fields: Readonly<Record<string, string | readonly string[]>>,
    init?: RequestInit,
  ): Promise<FormAnswer>;
}

export interface FormAnswer {
  readonly status: number;
  readonly location: string | null;
  readonly data: Shown;
}

export type ConsoleWorld = Awaited<ReturnType<typeof consoleWorld>>;

/** The server with its doors, its API and its pages, on a database of its own, and people who are signed in. */
export async function consoleWorld(
  sources: (place: {
    store: SqlStore;
    database: ConfigDatabase;
    now: () => Date;
  }) => Partial<ConsoleSources> = () => ({}),
  clock: { at: Date } = { at: new Date("2026-11-22T12:00:00Z") },
  verifier?: BundleVerifier,
  location?: string,
) {
  const stop = new AbortController();
  const directory = mkdtempSync(join(tmpdir(), "identikit-console-"));
  const database = await openDatabase(location ?? join(directory, "config.db"), {
    author: { who: "mira", command: "test" },
  });
  const store = new SqlStore(database);
  const now = () => new Date(clock.at);
  const blobs = new BlobStore(database);
  const tokens = new ApiTokens(database);
  const access = new TokenAccess({ tokens, store, organizations, now });
  const faults: unknown[] = [];
  const onFault = (thrown: unknown) => void faults.push(thrown);
  const { signal } = stop;
  const dryRun: ConsoleSources["dryRun"] = (rule, delivery) =>
    dryRunStored(store, { namespace: organization, rule, delivery }, now());
  const known: ConsoleSources = {
    ...{ ...noSources, dryRun, content: (run, digest) => blobs.get(run, digest) },
    recordHistory: (asked) => auditLinesOf(database, asked),
    ...sources({ store, database, now }),
  };
  const kubernetes = kubernetesApi({
    ...{ store, authenticator: access, authorizer: access, version: "0.0.1", now, signal, onFault },
    organisations: { list: async () => [organization] },
    authorOf: (user) => access.authorOf(user),
  });
  const typed = agentsApi({
    ...{ access, store, database, organization, organizations, now, signal, onFault, version: "0.0.1" },
    objects: (request) => kubernetes.fetch(request),
    ...{ dryRun, secretNames: async () => [] },
    replay: async (name, request) => {
      const key = { namespace: organization, name };
      const { spec } = certain(await store.read((reader) => reader.get(webhookDelivery, key)));
      const again = replayDelivery({ name, spec, now: now().toISOString(), request });
      return (await storeSpec({ database, store, now }, organization, again)).delivery;
    },
    bundles: bundlePorts({ context: { clock: { now } }, database, store }, organization, verifier),
    factsOf: async ({ groups = [] }, asked) => hostFactsOf(groups, asked),
  });
  const apis = new Hono().route("/", typed).route("/", kubernetes);
  const pages = consoleApp({
    ...{ store, access, now, onFault, home: organization, assets: readConsoleAssets() },
    sources: known,
    csrfTokenOf,
    api: (request) => apis.fetch(request),
    drafts: new ObjectDrafts(database),
  });
  const address = { host: "127.0.0.1", port: 0 };
  const names = serverNames(address, undefined);
  const bounds = { idleMs: 3_600_000, longestMs: 3_600_000 };
  const app = doors({
    ...{ access, names, onFault, signIn: { kind: "token" }, elapsed: () => performance.now() },
    sessions: new Sessions({ ...bounds, tokens, names, organization, now }),
    app: new Hono().route("/", apis).route("/", pages),
  });
  const server = await HttpServer.start({
    address,
    auth: { kind: "inside", takesPathTokens: true },
    app,
    signal,
  });
  return {
    ...{ url: server.url, store, database, blobs, faults, clock, now },
    /** Somebody who signs in; the groups are what the host says of them. */
    visit: async (
      name: string,
      groups: readonly string[] = [`forge:admin:${repository}`],
    ): Promise<Visitor> => {
      const expires = new Date(now().getTime() + 3_600_000);
      const actor = { kind: "User" as const, name, groups: [...groups] };
      const token = await tokens.issue({ actor, namespace: organization, expires }, now());
      return visitor(server.url, token);
    },
    /** An object as a program of the platform, or a person before, has left it. */
    put: async <One extends Kind>(
      kind: One,
      name: string,
      spec: object = kind.example.spec,
      status?: object,
      { managed = false } = {},
    ): Promise<Resource<One>> => {
      const target = managed ? store.asRepository() : store;
      const metadata = { namespace: organization, name };
      const stored = kind.spec.parse(spec) as z.output<One["spec"]>;
      const state = status && (kind.status.parse(status) as z.output<One["status"]>);
      return await target.write((writer) =>
        writer.create(kind, { kind: kind.kind, metadata, spec: stored }, state),
      );
    },
    /** Gives an object another status. */
    become: async <One extends Kind>(
      kind: One,
      name: string,
      status: z.output<One["status"]>,
    ): Promise<void> =>
      void (await store.write((writer) => writer.setStatus(kind, { namespace: organization, name }, status))),
    get: (kind: Kind, name: string) =>
      store.read((reader) => reader.get(kind, { namespace: organization, name })),
    list: async (kind: Kind) =>
      (await store.read((reader) => reader.list(kind, { namespace: organization }))).items,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await server[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function visitor(url: string, token: string): Visitor {
  const authorization = `Bearer ${token}`;
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${url}${path}`, {
      redirect: "manual",
      ...init,
      headers: { authorization, ...Object.fromEntries(new Headers(init.headers)) },
    });
  return {
    token,
    html: async (path) => {
      const answer = await ask(path);
      return { status: answer.status, text: await answer.text() };
    },
    model: async (path) => {
      const answer = await ask(path, { headers: { accept: "application/json" } });
      return { status: answer.status, data: await answer.json().catch(() => undefined) };
    },
    send: async (path, fields, init = {}) => {
      const body = new URLSearchParams(
        Object.entries(fields).flatMap(([name, value]) =>
          (typeof value === "string" ? [value] : value).map((one): [string, string] => [name, one]),
        ),
      ).toString();
      const headers = { accept: "application/json", "content-type": "application/x-www-form-urlencoded" };
      const answer = await ask(path, { method: "POST", headers, body, ...init });
      const location = answer.headers.get("location");
      return { status: answer.status, location, data: await answer.json().catch(() => undefined) };
    },
  };
}

/** A manifest of the tests' organisation. */
export function manifestFor(kind: Kind, name: string, spec: object = kind.example.spec) {
  return { apiVersion, kind: kind.kind, metadata: { name, namespace: organization }, spec };
}
