/** Why there is nothing to see. */
export interface RefusedModel {
  readonly status: number;
  /** A stable code, such as `NOT_FOUND`. */
  readonly code: string;
  readonly message: string;
  readonly remedy?: string;
  /** The page whose form was refused. */
  readonly back?: string;
}
