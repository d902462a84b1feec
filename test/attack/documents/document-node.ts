/** A document before it is written: its keys and scalars are the text that will stand in it, well formed or not. */
export type DocumentNode =
  | { readonly kind: "object"; readonly members: Member[] }
  | { readonly kind: "array"; readonly items: DocumentNode[] }
  | { readonly kind: "text"; text: string };

export interface Member {
  key: string;
  value: DocumentNode;
}

/** A value as a document. Text is kept as one character a byte, so that bytes which are not UTF-8 can be put in. */
export function nodeOf(value: unknown): DocumentNode {
  if (Array.isArray(value)) return { kind: "array", items: value.map(nodeOf) };
  if (typeof value !== "object" || value === null)
    return { kind: "text", text: bytesOf(JSON.stringify(value)) };
  const members = Object.entries(value).map(([key, member]) => ({ key: quoted(key), value: nodeOf(member) }));
  return { kind: "object", members };
}

/** A JSON string, one character a byte. */
export function quoted(text: string): string {
  return bytesOf(JSON.stringify(text));
}

/** UTF-8, one character a byte. */
export function bytesOf(text: string): string {
  return Buffer.from(text).toString("latin1");
}

/** The document's bytes. */
export function write(node: DocumentNode, space: () => string): Buffer {
  return Buffer.from(`${space()}${textOf(node, space)}${space()}`, "latin1");
}

function textOf(node: DocumentNode, space: () => string): string {
  if (node.kind === "text") return node.text;
  const [open, close] = node.kind === "object" ? "{}" : "[]";
  const parts =
    node.kind === "object"
      ? node.members.map(({ key, value }) => `${key}${space()}:${space()}${textOf(value, space)}`)
      : node.items.map((item) => textOf(item, space));
  return `${open}${space()}${parts.join(`${space()},${space()}`)}${space()}${close}`;
}

/** Every object and array of a document, itself among them. */
export function containersOf(node: DocumentNode): Exclude<DocumentNode, { kind: "text" }>[] {
  if (node.kind === "text") return [];
  const below = node.kind === "object" ? node.members.map(({ value }) => value) : node.items;
  return [node, ...below.flatMap(containersOf)];
}

export function copyOf(node: DocumentNode): DocumentNode {
  switch (node.kind) {
    case "text":
      return { ...node };
    case "array":
      return { kind: "array", items: node.items.map(copyOf) };
    case "object":
      return {
        kind: "object",
        members: node.members.map(({ key, value }) => ({ key, value: copyOf(value) })),
      };
  }
}
