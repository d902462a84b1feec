import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { ClusterObject } from "../../../../src/agents/admission/cluster/cluster-objects.ts";
import type { AccessAsk } from "../../../../src/agents/admission/rbac/rule-allows.ts";
import type { PolicyRule } from "../../../../src/agents/kinds/config/agent-role.ts";
import { programPath } from "../../../requirement.ts";

const source = new URL("../../../oracle-kubernetes", import.meta.url).pathname;
const cache = new URL("../../../../node_modules/.cache/oracle", import.meta.url).pathname;

/** Builds Kubernetes' authorizer with Go, which does nothing where it is built already; gives the program's path. */
export function buildAuthorizer(): string {
  mkdirSync(cache, { recursive: true });
  const program = join(cache, "rbac-authorizer");
  execFileSync(programPath("go") ?? "go", ["build", "-trimpath", "-o", program, "./rbac-authorizer"], {
    cwd: source,
    env: { ...process.env, CGO_ENABLED: "0" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return program;
}

/** Somebody who asks, as a cluster knows them after they have signed in. */
export interface Asker {
  readonly user: string;
  readonly groups: readonly string[];
}

/** One process of Kubernetes' own code, which answers any number of questions in their order. */
export class Authorizer implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #ended: Promise<unknown>;

  constructor(program: string) {
    const child = spawn(program, { stdio: ["pipe", "pipe", "inherit"] });
    this.#child = child;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    this.#ended = new Promise((resolve) => child.once("close", resolve));
  }

  /** What the real authorizer says of requests, where there are just these objects. */
  authorize(objects: readonly ClusterObject[], asks: readonly (Asker & AccessAsk)[]): Promise<boolean[]> {
    const requests = asks.map((ask) => ("path" in ask ? ask : { ...ask, path: "" }));
    return this.#ask({ kind: "authorize", world: world(objects), requests });
  }

  /** `Covers` of Kubernetes' component helpers. */
  covers(
    owner: readonly PolicyRule[],
    servant: readonly PolicyRule[],
  ): Promise<{ covered: boolean; missing: PolicyRule[] | null }> {
    return this.#ask({ kind: "covers", owner, servant });
  }

  /** `ConfirmNoEscalation` of Kubernetes' registry: whether somebody may give rules away in a namespace. */
  confirm(
    objects: readonly ClusterObject[],
    asker: Asker,
    namespace: string,
    servant: readonly PolicyRule[],
  ): Promise<boolean> {
    return this.#ask({ kind: "confirm", world: world(objects), ...asker, namespace, servant });
  }

  /** What an API server has against an object. */
  validate(object: ClusterObject): Promise<string[]> {
    return this.#ask({ kind: "object", object });
  }

  async #ask<Answer>(question: object): Promise<Answer> {
    this.#child.stdin?.write(`${JSON.stringify(question)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error("the authorizer ended");
    return JSON.parse(value);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.stdin?.end();
    await this.#ended;
  }
}

function world(objects: readonly ClusterObject[]) {
  const of = (kind: ClusterObject["kind"]) => objects.filter((object) => object.kind === kind);
  return {
    roles: of("Role"),
    roleBindings: of("RoleBinding"),
    clusterRoles: of("ClusterRole"),
    clusterRoleBindings: of("ClusterRoleBinding"),
  };
}
