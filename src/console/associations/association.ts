/** Another object that has to do with the one that is shown. */
export interface AssociatedObject {
  readonly kind: string;
  readonly name: string;
  /** The field that names it, such as `spec.toolProfile`. */
  readonly field: string;
  readonly phase?: string;
  readonly href: string;
  /** False where a field names what is not there, or what the viewer may not see. */
  readonly isSeen: boolean;
}

/** What an object has to do with others, seen from both ends. */
export interface AssociationsModel {
  /** What it names. */
  readonly names: readonly AssociatedObject[];
  /** What names it, of each kind the newest. */
  readonly namedBy: readonly AssociatedObject[];
  /** Kinds of which there were more than were looked at. */
  readonly partly: readonly string[];
  /** Kinds that the viewer may not list. */
  readonly hidden: readonly string[];
}
