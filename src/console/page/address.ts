/** Where something stands in the console. Every part is encoded here and nowhere else. */
export function addressOf(organization: string, ...parts: readonly string[]): string {
  return `/orgs/${[organization, ...parts].map(encodeURIComponent).join("/")}`;
}

/** An address with a query; what is `undefined` is left out. */
export function withQuery(address: string, query: Readonly<Record<string, string | undefined>>): string {
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  ).toString();
  return search === "" ? address : `${address}?${search}`;
}
