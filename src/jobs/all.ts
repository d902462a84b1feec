import type { Job } from "./job.ts";

/** Every job, in the order in which `--help` lists them. */
export const allJobs: readonly Job[] = [];
