import { readFileSync } from "node:fs";
import { join } from "node:path";
import type Docker from "dockerode";
import { IdentikitError } from "../../fault/error.ts";
import { codeOf, fieldsOf, messageOf } from "../../fault/thrown.ts";
import { fileFault } from "../../tree/file-fault.ts";

/** Where an engine listens, by the variables that its own client reads. */
export type EngineVariables = Readonly<Record<string, string | undefined>>;

/**
 * Connects to the Docker Engine that `DOCKER_HOST` names (`unix://`, `tcp://` with `DOCKER_TLS_VERIFY` and
 * `DOCKER_CERT_PATH`), else to the one of this machine. Nothing is asked of it yet.
 * @throws {IdentikitError} `ENGINE_UNREACHABLE` for a host that cannot be dialled from here
 */
export async function connectEngine(env: EngineVariables): Promise<Docker> {
  // Only images and containers of an engine need its client.
  const { default: Dockerode } = await import("dockerode");
  const host = engineHost(env);
  if (host.startsWith("unix://")) return new Dockerode({ socketPath: host.slice("unix://".length) });
  if (host.startsWith("npipe://")) return new Dockerode({ socketPath: host.slice("npipe://".length) });
  const url = URL.parse(host);
  if (!url || !["tcp:", "http:", "https:"].includes(url.protocol)) {
    throw new IdentikitError(
      "ENGINE_UNREACHABLE",
      `DOCKER_HOST has a form that cannot be dialled: ${host.split(":")[0]}`,
      {
        remedy: "Set DOCKER_HOST to unix:///path or tcp://host:port.",
      },
    );
  }
  const isTls = Boolean(env.DOCKER_TLS_VERIFY) || url.protocol === "https:";
  const port = url.port || (isTls ? "2376" : "2375");
  const secrets = isTls && env.DOCKER_CERT_PATH ? certificates(env.DOCKER_CERT_PATH) : {};
  return new Dockerode({ host: url.hostname, port, protocol: isTls ? "https" : "http", ...secrets });
}

/** Where {@link connectEngine} connects to. */
export function engineHost(env: EngineVariables): string {
  return env.DOCKER_HOST || "unix:///var/run/docker.sock";
}

/**
 * The version of the API that the engine speaks.
 * @throws {IdentikitError} `ENGINE_UNREACHABLE`, `ENGINE_FAILED`
 */
export async function engineVersion(env: EngineVariables, signal: AbortSignal): Promise<string> {
  const engine = await connectEngine(env);
  // Through the connection itself: the client's own call for this cannot be given up.
  const asking = { path: "/version", method: "GET", statusCodes: { 200: true }, abortSignal: signal };
  const { promise, resolve, reject } = Promise.withResolvers<object | null>();
  engine.modem.dial(asking, (fault, answer) => (fault ? reject(fault) : resolve(answer)));
  try {
    const answer = await promise;
    return answer && "ApiVersion" in answer ? String(answer.ApiVersion) : "unknown";
  } catch (cause) {
    throw engineFault("asking for the version", cause);
  }
}

/**
 * An engine's failure as one clear line.
 * @param what was asked, for the message
 */
export function engineFault(what: string, cause: unknown): IdentikitError {
  if (cause instanceof IdentikitError) return cause;
  const code = codeOf(cause);
  const { statusCode, json } = fieldsOf(cause);
  if (statusCode === 404) {
    return new IdentikitError("IMAGE_MISSING", `${what}: the engine has no such image`, {
      remedy: "Pull or build it first: docker pull, docker build.",
      cause,
    });
  }
  if (statusCode === undefined && code !== undefined) {
    return new IdentikitError("ENGINE_UNREACHABLE", `${what}: no Docker Engine answers (${code})`, {
      remedy: "Start the engine, or set DOCKER_HOST to where one listens.",
      cause,
      retry: { kind: "later" },
    });
  }
  return new IdentikitError(
    "ENGINE_FAILED",
    `${what}: ${oneLine(String(fieldsOf(json).message ?? messageOf(cause)))}`,
    {
      remedy: "Look at what the engine says; nothing of ours is under its final name.",
      cause,
    },
  );
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, 500);
}

function certificates(directory: string): { ca: Buffer; cert: Buffer; key: Buffer } {
  const read = (name: string): Buffer => {
    const path = join(directory, name);
    try {
      return readFileSync(path);
    } catch (cause) {
      throw fileFault("FILE_UNREADABLE", path, cause);
    }
  };
  return { ca: read("ca.pem"), cert: read("cert.pem"), key: read("key.pem") };
}
