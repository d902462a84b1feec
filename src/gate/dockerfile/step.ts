import type { HereDocument } from "./here-document.ts";

/** Who owns what a step makes: 0:0, somebody else, or a user that the base image decides. */
export type Owner = "root" | "other" | "unknown";

interface StepBase {
  /** 1-based. */
  readonly line: number;
  /** The instruction's keyword, for messages. */
  readonly keyword: string;
}

/** A COPY, or an ADD that does what COPY would do, with its words evaluated. */
export interface CopyStep extends StepBase {
  readonly kind: "copy";
  /** A stage, by its place, or something that is not in the file; left out, the build context. */
  readonly from?: number | "elsewhere";
  /** True for ADD, which unpacks archives and fetches. */
  readonly unpacks: boolean;
  readonly sources: readonly string[];
  readonly hereDocuments: readonly HereDocument[];
  /** Absolute; ends in a slash where the instruction says that it is a directory. */
  readonly destination: string;
  /** Of everything that the step makes, its directories too; left out, the sources' own. */
  readonly mode?: number;
  readonly owner: Owner;
  readonly excluded: readonly string[];
  readonly links: boolean;
}

/** WORKDIR, which makes the directory. */
export interface DirectoryStep extends StepBase {
  readonly kind: "directory";
  readonly path: string;
  readonly owner: Owner;
}

/** Whatever can change anything at or below a path. */
export interface UnknownStep extends StepBase {
  readonly kind: "unknown";
  /** Absolute. */
  readonly at: string;
  readonly reason: string;
}

/** What one instruction does to a stage's files. */
export type Step = CopyStep | DirectoryStep | UnknownStep;

/** One build stage. */
export interface Stage {
  readonly name: string | undefined;
  /** The earlier stage that it starts from, by its place. */
  readonly parent?: number;
  /** True for `FROM scratch`, below which nothing is unknown. */
  readonly isScratch: boolean;
  readonly line: number;
  readonly steps: readonly Step[];
  /** Where variables are set for the running container. */
  readonly environment: ReadonlyMap<string, number>;
  /** The values of its build arguments at its end, for messages. */
  readonly arguments: ReadonlyMap<string, { readonly line: number; readonly value: string | undefined }>;
}
