import type { Findings } from "./findings.ts";

/** stub */
export function checkWorkflows(_root: string, _findings: Findings): void {}
