/** "0.3 MiB", "256 MiB". */
export function mebibytes(bytes: number): string {
  const size = bytes / (1024 * 1024);
  return `${size >= 10 || Number.isInteger(size) ? Math.round(size) : size.toFixed(1)} MiB`;
}
