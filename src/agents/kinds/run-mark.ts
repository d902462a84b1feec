/** Marks of one text that are looked at. */
const mostMarks = 20;
const hidden = /<!--\s*identikit:([^<>]{1,1200}?)-->/g;
const trailer = /^Identikit-[A-Za-z-]{1,40}:[ \t]*(\S{1,1000})[ \t]*$/gm;

/** What a run leaves in the text of a comment, issue or pull request: a person does not see it. */
export function hiddenRunMark(run: string): string {
  return `<!-- identikit:run=${run} -->`;
}

/** What a run leaves in the message of a commit: a trailer, see git-interpret-trailers(1). */
export function runTrailer(run: string): string {
  return `Identikit-Run: ${run}`;
}

/**
 * What the marks in a text of the forge say: names of runs, or keys of write-backs. Anybody can write one, so a mark may make a chain
 * of runs longer, and is good for nothing else.
 */
export function marksIn(text: string): readonly string[] {
  const words = [...text.matchAll(hidden), ...text.matchAll(trailer)].flatMap(([, said = ""]) =>
    said.split(/[\s=]+/).filter((word) => word !== "" && word !== "run"),
  );
  return [...new Set(words)].slice(0, mostMarks);
}
