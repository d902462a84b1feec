/**
 * Text that a runner takes as text: runners look for workflow commands in everything that a step prints (`::name::` at
 * a line's start, white space aside, and `##[name]` anywhere), and file names, prompts and titles come from others.
 */
export function inert(text: string): string {
  return text.replace(/^(\s*):(?=:)/gm, "$1:\u200b").replaceAll("##[", "##\u200b[");
}
