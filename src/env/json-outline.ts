import { createScanner } from "jsonc-parser";

/** A member of the outermost object, as offsets into the text. */
export interface JsonMember {
  readonly key: string;
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
}

/** Where the outermost object of a JSON text and its members are. */
export interface JsonOutline {
  /** Offsets of `{` and of the `}` that closes it. */
  readonly open: number;
  readonly close: number;
  readonly members: readonly JsonMember[];
}

/** Token kinds of jsonc-parser's `SyntaxKind`, which exists at compile time only. */
const token = { openBrace: 1, closeBrace: 2, openBracket: 3, closeBracket: 4, end: 17 } as const;

/** Where the members of the outermost object are. The text is known to be strict JSON. */
export function jsonOutline(text: string): JsonOutline {
  const scanner = createScanner(text, true);
  const members: JsonMember[] = [];
  scanner.scan();
  const open = scanner.getTokenOffset();
  let kind: number = scanner.scan();
  while (kind !== token.closeBrace) {
    const start = scanner.getTokenOffset();
    const key = scanner.getTokenValue();
    scanner.scan();
    kind = scanner.scan();
    const valueStart = scanner.getTokenOffset();
    let end: number;
    let depth = 0;
    do {
      if (kind === token.openBrace || kind === token.openBracket) depth++;
      else if (kind === token.closeBrace || kind === token.closeBracket) depth--;
      end = scanner.getPosition();
      kind = scanner.scan();
    } while (depth > 0 && kind !== token.end);
    members.push({ key, start, valueStart, end });
    const comma = 5;
    if (kind === comma) kind = scanner.scan();
    else break;
  }
  return { open, close: scanner.getTokenOffset(), members };
}
