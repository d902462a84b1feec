import { type ChildProcess, type ExecFileException, execFile, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { allKinds } from "../../../src/agents/kinds/all-kinds.ts";
import type { Kind } from "../../../src/agents/kinds/kind.ts";
import { apiVersion } from "../../../src/agents/resource/resource.ts";
import type { ResourceStore } from "../../../src/agents/resource/resource-store.ts";
import { HttpServer } from "../../../src/api/http-server.ts";
import type { AccessQuestion } from "../../../src/api/kubernetes/access.ts";
import { kubeconfig, kubeconfigMode } from "../../../src/api/kubernetes/kubeconfig.ts";
import { kubernetesApi } from "../../../src/api/kubernetes/kubernetes-api.ts";
import { certain } from "../../../src/fault/certain.ts";
import type { TestDatabases } from "../../config/databases.ts";
import { programPath } from "../../requirement.ts";
import { scratchDirectory } from "../../scratch.ts";
import { openStore } from "./store.ts";

/** What mira signs in with. */
export const token = "a-token.of_mira~1";
/** The organisation of the tests. */
export const namespace = "berths";
const base = `/apis/${apiVersion}/namespaces/${namespace}`;

export interface KubernetesWorld extends AsyncDisposable {
  readonly url: string;
  readonly store: ResourceStore;
  /** What was asked of the authorizer, oldest first. */
  readonly asked: AccessQuestion[];
  /** What went wrong with the server itself. */
  readonly faults: unknown[];
  /** A request with mira's token. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** Runs kubectl to its end. */
  kubectl(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }>;
  /** Starts kubectl. */
  start(...args: readonly string[]): ChildProcess;
  /** Writes a manifest, and gives its file. */
  file(name: string, manifest: object): string;
}

/** A server on a store of its own (on SQLite if no databases are given), which mira may use; and kubectl, set up to use it. */
export async function kubernetesWorld(
  allow: (question: AccessQuestion) => boolean = () => true,
  databases?: TestDatabases,
): Promise<KubernetesWorld> {
  const stop = new AbortController();
  const { store, close } = await openStore(databases);
  const asked: AccessQuestion[] = [];
  const faults: unknown[] = [];
  const app = kubernetesApi({
    store,
    organisations: { list: async () => [namespace, "tidewater"] },
    authenticator: {
      authenticate: async (given) => (given === token ? { kind: "User", name: "mira" } : undefined),
    },
    authorizer: {
      authorize: async (question) => {
        asked.push(question);
        return { allowed: allow(question), reason: "no role gives it" };
      },
    },
    authorOf: async ({ name }) => ({
      identity: { name, groups: ["system:authenticated"] },
      organizations: [],
    }),
    version: "0.0.1",
    now: () => new Date(),
    signal: stop.signal,
    onFault: (thrown) => void faults.push(thrown),
  });
  const address = { host: "127.0.0.1", port: 0 };
  const server = await HttpServer.start({ address, auth: { kind: "loopback" }, app, signal: stop.signal });
  const home = scratchDirectory();
  const config = join(home, "config");
  writeFileSync(config, kubeconfig({ server: server.url, token, user: "mira", namespace }), {
    mode: kubeconfigMode,
  });
  mkdirSync(join(home, "manifests"));
  const options = { env: { PATH: process.env.PATH ?? "", HOME: home, KUBECONFIG: config }, cwd: home };
  const program = programPath("kubectl") ?? "kubectl";
  return {
    url: server.url,
    store,
    asked,
    faults,
    ask: (path, init = {}) => {
      const headers = new Headers(init.headers);
      headers.set("authorization", `Bearer ${token}`);
      return fetch(`${server.url}${path}`, { ...init, headers });
    },
    kubectl: (...args) =>
      new Promise((done) => {
        execFile(
          program,
          args,
          { ...options, timeout: 60_000 },
          (error: ExecFileException | null, stdout, stderr) =>
            done({ code: typeof error?.code === "number" ? error.code : error ? -1 : 0, stdout, stderr }),
        );
      }),
    start: (...args) => spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] }),
    file: (name, manifest) => {
      const path = join(home, "manifests", `${name}.json`);
      writeFileSync(path, JSON.stringify(manifest));
      return path;
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await server[Symbol.asyncDispose]();
      await close();
    },
  };
}

export function kindCalled(name: string): Kind {
  return certain(allKinds.find(({ kind }) => kind === name));
}

/** A manifest of a kind with the spec of its example. */
export function manifestOf(kind: string, name: string, changes: { spec?: object; metadata?: object } = {}) {
  const { example } = kindCalled(kind);
  const metadata = { name, ...changes.metadata };
  return { apiVersion, kind, metadata, spec: { ...example.spec, ...changes.spec } };
}

/** The path of the objects of a kind in the tests' organisation, or of one of them. */
export function pathOf(kind: string, name?: string): string {
  return `${base}/${kindCalled(kind).plural}${name === undefined ? "" : `/${name}`}`;
}

export function jsonRequest(method: string, body: unknown, type = "application/json"): RequestInit {
  return { method, headers: { "content-type": type }, body: JSON.stringify(body) };
}
