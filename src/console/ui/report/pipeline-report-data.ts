import type { Finding, Verdict } from "../../../fault/finding.ts";
import type { Fact } from "../../../report/report.ts";

/** A template that was fetched. */
export interface ShownTemplate {
  readonly name: string;
  readonly source: string;
  /** Left out where the source has uncommitted changes, or is in no repository. */
  readonly commit?: string | undefined;
  readonly treeDigest: string;
  readonly files: number;
  /** Where its copy lies. */
  readonly path: string;
}

/** A layer of an image. */
export interface ShownLayer {
  readonly digest: string;
  readonly bytes: number;
  /** Whether it is the one with the identity. */
  readonly isIdentity: boolean;
}

/** An image that was baked, gated and published. */
export interface ShownImage {
  /** The template that it holds. */
  readonly name: string;
  /** Where it was published. */
  readonly reference: string;
  readonly digest: string;
  readonly treeDigest: string;
  readonly tags: readonly string[];
  readonly platforms: readonly { readonly platform: string; readonly layers: readonly ShownLayer[] }[];
  readonly gate: { readonly verdict: Verdict; readonly subject: string; readonly facts: readonly Fact[] };
}

/** An agent and what its env directory was rendered from. */
export interface ShownAgent {
  readonly name: string;
  readonly type: string;
  readonly runtime: string;
  readonly envDirectory: string;
  /** What the render did: `rendered`, `unchanged`, `skipped`. */
  readonly result: string;
  /** The scope that gives its prompt, and its length in characters. */
  readonly prompt?: { readonly scope: string; readonly characters: number } | undefined;
  readonly skills: readonly string[];
  readonly mcpServers: readonly string[];
  readonly plugins: readonly string[];
  /** By name: there are no values. */
  readonly secrets: readonly string[];
}

/** A step of the chain. */
export interface ShownStep {
  readonly name: string;
  readonly seconds: number;
  readonly changed: boolean;
  /** What it came to, in a line. */
  readonly line: string;
}

/** Everything that the report of a pipeline shows. */
export interface PipelineReportData {
  readonly writtenAt: string;
  /** The folder of the repository; other paths are relative to it. */
  readonly root: string;
  readonly verdict: Verdict;
  readonly changed: boolean;
  readonly templates: readonly ShownTemplate[];
  readonly images: readonly ShownImage[];
  readonly agents: readonly ShownAgent[];
  readonly bundle: { readonly path: string; readonly digest: string; readonly rows: number };
  readonly steps: readonly ShownStep[];
  readonly findings: readonly Finding[];
  /** Parts that failed while the chain went on: codes and messages. */
  readonly faults: readonly { readonly code: string; readonly message: string; readonly remedy: string }[];
}
