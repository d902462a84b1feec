import { z } from "zod";
import type { WriteOf } from "../../agents/write-back/prepared-write.ts";
import type { WrittenPlace } from "../../agents/write-back/write-ports.ts";
import type { HostApi } from "../api.ts";
import { readOne, readRows } from "../host-read.ts";
import { type DiffLines, linesOfDiff, linesOfPatch } from "./diff-lines.ts";
import { isStatus, markedRow, placeOfRow, requestOnce, writtenRow } from "./send-write.ts";

type Review = WriteOf<"review">;
type Finding = Review["findings"][number];

const fileRow = z.looseObject({ filename: z.string(), patch: z.string().nullish() });
/** What a forge takes in a body, with room for the marker. */
const mostBody = 65_000;

export async function findReview(api: HostApi, { number }: Review, marker: string) {
  const url = `pulls/${number}/reviews`;
  const rows = await readRows(api, { attempt: `list the reviews of #${number}`, url, schema: writtenRow });
  return await markedRow(api, rows, marker);
}

/**
 * One review with all findings: those at a line that the diff shows stand there, the others in its text. GitHub:
 * https://docs.github.com/en/rest/pulls/reviews#create-a-review-for-a-pull-request; Gitea: `new_position` and `old_position` are lines
 * of the file, not of the diff (services/pull/review.go).
 */
export async function sendReview(api: HostApi, review: Review, marker: string): Promise<WrittenPlace> {
  const { number, head, verdict } = review;
  const lines = await shownLines(api, number);
  const placed = review.findings.filter((finding) => isShown(finding, lines));
  const others = review.findings.filter((finding) => !placed.includes(finding));
  const body = `${marker}${bodyOf(review.body, others)}`;
  const comments = placed.map((finding) =>
    api.dialect === "github" ? gitHubComment(finding) : giteaComment(finding),
  );
  const send = (event: string) =>
    requestOnce(api, {
      method: "POST",
      url: `pulls/${number}/reviews`,
      body: { commit_id: head, body, event, comments },
      attempt: "",
    });
  const attempt = `review #${number}`;
  try {
    return placeOfRow(await send(verdict === "request_changes" ? "REQUEST_CHANGES" : "COMMENT"));
  } catch (cause) {
    // Nobody may ask for changes of a pull request of their own: GitHub answers 422, and has written nothing.
    if (verdict !== "request_changes" || !isStatus(cause, 422)) throw api.fault(cause, attempt);
  }
  try {
    return placeOfRow(await send("COMMENT"));
  } catch (cause) {
    throw api.fault(cause, attempt);
  }
}

async function shownLines(api: HostApi, number: number): Promise<ReadonlyMap<string, DiffLines>> {
  const attempt = `read the diff of #${number}`;
  if (api.dialect === "github") {
    const rows = await readRows(api, { attempt, url: `pulls/${number}/files`, schema: fileRow });
    return new Map(rows.map(({ filename, patch }) => [filename, linesOfPatch(patch ?? "")]));
  }
  const schema = z.union([z.string(), z.instanceof(ArrayBuffer)]);
  const text = await readOne(api, { attempt, url: `pulls/${number}.diff`, schema });
  return linesOfDiff(typeof text === "string" ? text : Buffer.from(text).toString("utf8"));
}

function isShown({ path, line, endLine, side }: Finding, lines: ReadonlyMap<string, DiffLines>): boolean {
  const shown = lines.get(path)?.[side];
  return line !== undefined && shown?.has(line) === true && shown.has(lastLine({ line, endLine }));
}

/** A last line that is before the first is a slip. */
function lastLine({ line = 0, endLine = line }: Pick<Finding, "line" | "endLine">): number {
  return Math.max(line, endLine);
}

function gitHubComment(finding: Finding): object {
  const { path, body, line } = finding;
  const side = finding.side === "old" ? "LEFT" : "RIGHT";
  const last = lastLine(finding);
  return last === line
    ? { path, body, line, side }
    : { path, body, line: last, side, start_line: line, start_side: side };
}

function giteaComment(finding: Finding): object {
  const { path, body, side } = finding;
  const last = lastLine(finding);
  return side === "old"
    ? { path, body, old_position: last, new_position: 0 }
    : { path, body, new_position: last, old_position: 0 };
}

function bodyOf(body: string, others: readonly Finding[]): string {
  const listed = others.map(({ path, line, body: said }) => {
    const place = `\`${path.replaceAll("`", "'")}${line === undefined ? "" : `:${line}`}\``;
    return `- ${place}: ${said.replaceAll("\n", "\n  ")}`;
  });
  const text = listed.length === 0 ? body : `${body}\n\n${listed.join("\n")}`;
  return text.length > mostBody - 1000
    ? `${text.slice(0, mostBody - 1100).toWellFormed()}\n\n(The rest was cut off.)`
    : text;
}
