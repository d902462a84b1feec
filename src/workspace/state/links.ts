/** The schemes that a runtime link can have. */
const schemes = new Set(["http:", "https:", "ws:", "wss:", "tcp:"]);
const longest = 2000;

/**
 * A link to something that runs in a workspace, as it may be shown: without a credential, a query or a fragment, which may hold a token.
 * @returns `undefined` for what is no link of a kind that is shown
 */
export function runtimeLink(text: string): string | undefined {
  const url = URL.parse(text.trim());
  if (!url || !schemes.has(url.protocol) || url.hostname === "") return undefined;
  url.username = "";
  url.password = "";
  url.search = "";
  url.hash = "";
  return url.href.length <= longest ? url.href : undefined;
}

/** Opens a folder in an editor on the machine that it lies on. */
export function editorLink(path: string): string {
  const link = `vscode://file${path.split("/").map(encodeURIComponent).join("/")}`;
  return link.slice(0, longest);
}
