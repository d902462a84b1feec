import type { RunEvent } from "../../../agents/run-bundle/run-event.ts";
import type { PageDataOf } from "../../page/page.ts";

/**
 * Rows of a line of time, from a number on.
 * @param address of the page of the attempt's events
 * @returns nothing where they cannot be read now; they are asked for again when somebody looks there again
 */
export async function readEventRows(
  address: string,
  from: number,
  signal: AbortSignal,
): Promise<readonly RunEvent[] | undefined> {
  try {
    const response = await fetch(`${address}&from=${from}`, {
      headers: { accept: "application/json" },
      credentials: "same-origin",
      signal,
    });
    if (!response.ok) return undefined;
    const { model }: PageDataOf<"run-events"> = await response.json();
    return model.part?.rows;
  } catch {
    return undefined;
  }
}
