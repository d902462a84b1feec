/** True for a host name or address, as it stands in a URL, that cannot leave this machine. */
export function isLoopback(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, "");
  return (
    name === "localhost" ||
    name.endsWith(".localhost") ||
    name === "[::1]" ||
    name === "::1" ||
    /^127(\.\d{1,3}){3}$/.test(name)
  );
}
