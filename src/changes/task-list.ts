/** An item of a task list in Markdown (GitHub Flavored Markdown, 5.3). */
export interface Task {
  /** Without the box and without what only formats; one space between words. */
  readonly text: string;
  readonly ticked: boolean;
  /** 1-based. */
  readonly line: number;
}

const listItem = /^\s{0,12}(?:[-*+]|\d{1,9}[.)])\s/;
const item = /^(\s{0,12})(?:[-*+]|\d{1,9}[.)])\s{1,4}\[([ xX])\]\s{1,9}(\S.*)$/;

/**
 * The task lists of a text. What a reader does not see as one is none: comments, code, quotations. A comment or a block of code
 * that is never closed goes on to the end.
 */
export function tasksOf(markdown: string): Task[] {
  const lines = withoutComments(markdown.replaceAll("\r\n", "\n").replaceAll("\r", "\n")).split("\n");
  const tasks: Task[] = [];
  let fence: string | undefined;
  // What is indented by four spaces is code, unless it stands under an item of a list.
  let inList = false;
  for (const [at, line] of lines.entries()) {
    const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence) && /^\s{0,3}(?:`+|~+)\s*$/.test(line)) fence = undefined;
      continue;
    }
    if (mark !== undefined) {
      fence = mark;
      continue;
    }
    const [, indent = "", box, text] = item.exec(line) ?? [];
    const nested: boolean = indent.length < 4 || inList;
    if (line.trim() !== "") inList = nested && listItem.test(line);
    if (box !== undefined && text !== undefined && nested)
      tasks.push({ text: plainText(text), ticked: box !== " ", line: at + 1 });
  }
  return tasks;
}

/** Comments, and what HTML shows as it is written, as blank lines, so that lines keep their numbers. */
function withoutComments(text: string): string {
  return text.replace(/<!--[\s\S]*?(?:-->|$)|<(pre|script|style|textarea)\b[\s\S]*?(?:<\/\1|$)/gi, (hidden) =>
    hidden.replace(/[^\n]/g, " "),
  );
}

function plainText(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[\p{Cf}]/gu, "")
    .replace(/\s+/g, " ")
    .trim();
}
