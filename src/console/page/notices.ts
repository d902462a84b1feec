import { allReviews } from "../review/all-reviews.ts";

/** What is said of something that was just done, by its word in the address. */
export const notices: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    allReviews.map(({ action, label }) => [action, `${label}: it was admitted, and is on record.`]),
  ),
  dispatch: "Dispatched: admission is asked again before an agent starts.",
  apply: "Applied.",
  delete: "Deleted.",
  "pull-request": "A pull request is open. The object changes when it is merged.",
  draft: "The draft is saved.",
  import: "The bundle is imported, and that is on record.",
  "import-unclosed":
    "The bundle is imported. Its record could not be closed and still says Admitted; the history of the rows (identikit config history) names the import.",
  discard: "The draft is discarded.",
};
