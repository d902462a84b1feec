import type { z } from "zod";

/** `config`: few, declared by people, part of a bundle. `record`: many, written by programs, kept by policy. */
export type Storage = "config" | "record";

/** A column of a table of objects, beside name and age. */
export interface Column {
  readonly name: string;
  /** A path of keys from the object, such as `.status.phase`. */
  readonly path: `.${string}`;
  readonly type?: "string" | "integer" | "date";
}

/** What a kind of object is: everything else about it (checks, JSON Schema, CRD, pages) is made from this. */
export interface Kind<Spec extends z.ZodObject = z.ZodObject, Status extends z.ZodObject = z.ZodObject> {
  readonly kind: string;
  /** In URLs and roles; lower case. */
  readonly plural: string;
  readonly shortNames?: readonly string[];
  readonly storage: Storage;
  /** One or two sentences for people. */
  readonly summary: string;
  readonly spec: Spec;
  readonly status: Status;
  /** The values of `.status.phase`, where it has one, each with what it means. */
  readonly phases?: Readonly<Record<string, string>>;
  /** The types of its conditions, each with what it means where it holds. */
  readonly conditions?: Readonly<Record<string, string>>;
  readonly columns: readonly Column[];
  /** Fields that never change once the object is made; `.spec` for all of them. */
  readonly immutable?: readonly `.${string}`[];
  /** A manifest of a working object. */
  readonly example: { readonly name: string; readonly spec: z.input<Spec> };
}

/** Keeps the types of a kind together. */
export function defineKind<const Spec extends z.ZodObject, const Status extends z.ZodObject>(
  kind: Kind<Spec, Status>,
): Kind<Spec, Status> {
  return kind;
}
