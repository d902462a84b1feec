import type { AgentConfig } from "../../config/schema/agent-config.ts";
import type { AgentOutcome } from "../../env/render-agents.ts";
import type { Report } from "../../report/report.ts";
import type { Output } from "../result.ts";

/** An image that the chain published, as its outputs say it. */
export interface PublishedImage
  extends Readonly<Record<"name" | "image" | "digest" | "tags" | "treeDigest", Output | undefined>> {
  /** Where it was baked, before it was published. */
  readonly baked: string;
}

/** What the gate came to for one template. */
export interface GateReport {
  readonly name: string;
  readonly report: Report;
}

/** An agent's configuration, and what its render did. */
export interface ReportedAgent {
  readonly config: AgentConfig;
  readonly outcome: AgentOutcome;
}
