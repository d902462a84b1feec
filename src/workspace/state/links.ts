const longest = 2000;

/** Opens a folder in an editor on the machine that it lies on. */
export function editorLink(path: string): string {
  const link = `vscode://file${path.split("/").map(encodeURIComponent).join("/")}`;
  return link.slice(0, longest);
}
