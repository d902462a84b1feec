/** A digest as people quote it: `sha256:` and twelve hex digits. */
export function shortDigest(digest: string): string {
  return digest.slice(0, "sha256:".length + 12);
}

/** A commit id as people quote it. */
export function shortCommit(commit: string): string {
  return commit.slice(0, 12);
}

/** "1 file", "2 files". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** "0.3 MiB", "256 MiB". */
export function mebibytes(bytes: number): string {
  const size = bytes / (1024 * 1024);
  return `${size >= 10 || Number.isInteger(size) ? Math.round(size) : size.toFixed(1)} MiB`;
}
