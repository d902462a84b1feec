import { spawnSync } from "node:child_process";
import { programPath } from "../../requirement.ts";

/** What the API server of a cluster is asked about a definition, an object, and the object before a change. */
export interface CrdQuestion {
  readonly crd: object;
  readonly object?: object;
  readonly old?: object;
}

/** What it says. */
export interface CrdAnswer {
  readonly errors: readonly string[];
  readonly pruned: readonly string[] | null;
  /** The object as it would be kept. */
  readonly object?: { readonly spec: unknown };
}

/** Asks Kubernetes' own code (`test/oracle-kubernetes/crd-validation`). */
export function askApiServer(questions: readonly CrdQuestion[]): CrdAnswer[] {
  const input = questions.map((question) => `${JSON.stringify(question)}\n`).join("");
  const { stdout, stderr, status } = spawnSync(programPath("crd-validation") ?? "", {
    input,
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(stderr.toString());
  return stdout
    .toString()
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}
