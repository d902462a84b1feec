import type { PageAsk } from "../../page/page-ask.ts";

/** A record with what is worth a line of it. */
export interface LinkedRecord {
  readonly name: string;
  readonly href: string;
  readonly phase: string;
  readonly text: string;
  readonly since: string;
}

/** What records of one repository are asked for with. */
export type RepositoryQuery = Parameters<PageAsk["objects"]["listed"]>[1];
