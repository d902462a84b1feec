/**
 * Milliseconds after which an attempt is quiet whose runner reports: it does so every 30 seconds, if only that it is there.
 */
export const quietMs = 60_000;

/**
 * Milliseconds after which an attempt is lost that somebody has seen quiet. They count from that look and not from the last report, so that
 * a server that was away for an hour gives every runner the time to be heard again.
 */
export const lostMs = 240_000;

/** How long nothing was heard of an attempt. @param attempt one that has reported, or was launched a moment ago */
export function silenceOf(
  {
    metadata,
    status,
  }: {
    readonly metadata: { readonly creationTimestamp: string };
    readonly status: { readonly heartbeat?: string | undefined };
  },
  now: Date,
): number {
  return now.getTime() - Date.parse(status.heartbeat ?? metadata.creationTimestamp);
}
