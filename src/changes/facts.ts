import type { AcceptedSecrets } from "../template/accepted-secrets.ts";
import type { Diff } from "./diff.ts";
import type { Established } from "./known.ts";

/** Somebody who has an account on the host. */
export interface Account {
  readonly login: string;
  /** A program: a GitHub App, or a system user of Gitea. */
  readonly bot: boolean;
}

/** A pull request, as the host has it now; never as an event's payload remembers it. */
export interface PullRequest {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly author: Account;
  readonly labels: readonly string[];
  readonly head: string;
  readonly base: string;
  readonly baseBranch: string;
  /** Who was asked for a review and has not given one since, by login. */
  readonly asked: readonly string[];
  /** How many files the host says that it changes, where it says so. */
  readonly changedFiles?: number;
  readonly open: boolean;
  readonly merged?: {
    readonly at: Date;
    readonly by: string;
    /** The commit that the base branch got. */
    readonly commit: string;
  };
}

/** One review, in the order in which the host keeps them. */
export interface Review {
  readonly id: number;
  readonly reviewer: Account;
  readonly state: "approved" | "changes-requested" | "dismissed" | "asked" | "other";
  /** The commit that was looked at; `undefined` where the host does not know it any more. */
  readonly commit: string | undefined;
  readonly at: Date | undefined;
}

/** A status or a check run of a commit. */
export interface CheckResult {
  readonly id: number;
  readonly name: string;
  /** Who set it: the login of a user or of an app. */
  readonly by: string;
  readonly state: "success" | "failure" | "pending" | "skipped";
  /** When it came to that. */
  readonly at: Date | undefined;
  readonly url: string | undefined;
  /** The suite of a check run; `undefined` for a status. */
  readonly suite: number | undefined;
}

/** A workflow file of the change's head. */
export interface WorkflowFile {
  readonly path: string;
  readonly text: string;
}

/** What rules judge: each fact as far as it could be established. */
export interface Facts {
  readonly host: "github" | "gitea" | undefined;
  /** The commit that is judged. */
  readonly head: string;
  readonly request: Established<PullRequest>;
  readonly diff: Established<Diff>;
  readonly reviews: Established<readonly Review[]>;
  /** By group of the settings: logins in lower case. */
  readonly members: Readonly<Record<string, Established<ReadonlySet<string>>>>;
  readonly checks: Established<readonly CheckResult[]>;
  /** The names that branch protection of the base requires. */
  readonly required: Established<readonly string[]>;
  readonly workflows: Established<readonly WorkflowFile[]>;
  /** The template of pull requests of the base; `undefined` where it has none. */
  readonly template: Established<{ readonly path: string; readonly text: string } | undefined>;
  readonly accepted: Established<AcceptedSecrets>;
  /** Files of the base that decide what a gate does: its settings and lists. */
  readonly ownFiles: readonly string[];
}

/** What a rule can need beyond the request. */
export type FactName = "diff" | "reviews" | "checks" | "required" | "workflows" | "template" | "accepted";
