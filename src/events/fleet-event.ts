import type { FaultCode } from "../fault/codes.ts";
import type { CodeOfFinding } from "../fault/finding.ts";

/** What happened to an agent. Names of secrets appear here, values never. */
export type FleetEvent =
  | { readonly event: "render_started"; readonly agent: string; readonly reason: string }
  | {
      readonly event: "rendered";
      readonly agent: string;
      readonly reason: string;
      readonly written: readonly string[];
      readonly removed: readonly string[];
      readonly secrets: readonly string[];
    }
  | {
      readonly event: "task_failed" | "render_skipped";
      readonly agent: string;
      readonly reason: string;
      readonly code: FaultCode;
      readonly message: string;
      /** The first of the secrets that are missing. */
      readonly secret?: string;
      readonly secrets?: readonly string[];
    }
  | {
      readonly event: "container_rebuilt";
      readonly agent: string;
      readonly container: string;
      readonly image: string;
    }
  | {
      readonly event: "container_failed";
      readonly agent: string;
      readonly container: string;
      readonly code: FaultCode;
      readonly message: string;
    }
  | {
      readonly event: "drift_found";
      readonly agent: string;
      readonly codes: readonly CodeOfFinding[];
    };

/** An event with the moment at which it was emitted (ISO 8601, UTC). */
export type TimedEvent = FleetEvent & { readonly time: string };
