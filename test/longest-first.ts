import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What takes longest, in the order in which it is begun. A name that no file has is passed over. */
const longest: readonly string[] = [
  "e2e/act/change-gate",
  "attack/kills/kills",
  "containers/kill-rebuilds",
  "attack/engines",
  "e2e/act/check",
  "containers/options",
  "console/browser",
  "actions/change-gate",
  "e2e/console-in-browser",
  "e2e/check",
  "agents/write-back/write-back",
  "agents/write-back/kill-points",
  "containers/containers",
  "e2e/trace",
  "attack/layers",
  "e2e/database-roles",
  "e2e/authors",
  "e2e/validate",
  "gate/dockerfile-builders",
  "e2e/act/publish-platform-agent",
  "e2e/run-agents",
  "image/registry/outage",
  "workspace/kills",
  "e2e/upgrade",
  "clients/claude-code",
  "console/ui/stories",
  "agents/proof/verify-run",
];

/**
 * Begins with the longest files, so that no worker is alone with one at the end. Where Vitest has no record of an earlier run, as in CI, it
 * would begin with those that have the most text, and many of these are short: it is their programs that take long.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => this.#place(one) - this.#place(other));
  }

  #place({ moduleId, project }: TestSpecification): number {
    const name = relative(project.config.root, moduleId).replace(/^test\/|\.test\.ts$/g, "");
    const at = longest.indexOf(name);
    return at < 0 ? longest.length : at;
  }
}
