import { bake } from "./bake.ts";
import { doctor } from "./doctor.ts";
import { fetch } from "./fetch.ts";
import { gate } from "./gate.ts";
import type { Job } from "./job.ts";
import { promote } from "./promote.ts";
import { publish } from "./publish.ts";

/** Every job, in the order in which `--help` lists them. */
export const allJobs: readonly Job[] = [fetch, bake, gate, publish, promote, doctor];
