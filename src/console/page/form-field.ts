/** One input of a form, as plain values. */
export interface FormField {
  /** Of the input, such as `spec.adapter.name`. */
  readonly name: string;
  readonly label: string;
  readonly description?: string;
  /** `lines` is a list, one a line; `elsewhere` is shown only, since YAML alone can say it. */
  readonly type: "line" | "text" | "number" | "flag" | "choice" | "choices" | "lines" | "elsewhere";
  readonly isRequired: boolean;
  /** What it is; of lists each entry. */
  readonly values: readonly string[];
  /** For choices. A value that is not among them is shown all the same. */
  readonly options?: readonly FormOption[];
  /** Bounds and defaults, a line each. */
  readonly facts?: readonly string[];
  /** What the server has against it. */
  readonly problem?: string;
  /** What it is a part of, such as `adapter`. */
  readonly group?: string;
  /** Folded away until somebody wants it, under this word. */
  readonly fold?: string;
}

export interface FormOption {
  readonly value: string;
  readonly label: string;
}
