import type { z } from "zod";
import type { Job } from "../jobs/job.ts";

/** One action: the job that it runs, and which of the job's outputs it gives on. */
export interface Action {
  /** The folder under `actions/`. */
  readonly name: string;
  /** What the marketplace shows, in one line. */
  readonly description: string;
  readonly job: Job;
  /** Inputs that only the action has, beyond the job's options. */
  readonly inputs?: z.ZodObject;
  /** By kebab-case name: what each output holds. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Defaults that fit a workflow better than the job's own, by option. */
  readonly defaults?: Readonly<Record<string, string>>;
}

/** Keeps an action's literal names. */
export function defineAction(action: Action): Action {
  return action;
}

/** `tree-digest` as the result calls it: `treeDigest`. */
export function camel(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
