/** A page that is not shown, with what its viewer is told. */
export class PageRefused extends Error {
  readonly status: 403 | 404 | 409 | 410 | 413 | 415 | 422 | 500;
  readonly remedy: string | undefined;
  /** A stable code. */
  readonly code: string;

  constructor(status: PageRefused["status"], message: string, remedy?: string, code: string = codes[status]) {
    super(message);
    this.status = status;
    this.remedy = remedy;
    this.code = code;
  }
}

const codes = {
  403: "POLICY_DENIED",
  404: "NOT_FOUND",
  409: "CONFLICT",
  410: "WATCH_TOO_OLD",
  413: "RESOURCE_INVALID",
  415: "RESOURCE_INVALID",
  422: "RESOURCE_INVALID",
  500: "INTERNAL",
} as const;
