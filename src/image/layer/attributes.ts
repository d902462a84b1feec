import { accessList } from "../../tar/attributes.ts";

/** Bytes of a name, at most (`XATTR_NAME_MAX`). */
const longestName = 255;

/**
 * True for what an overlay file system obeys: opaque, redirect, metacopy, whiteout and whatever comes. The kernel has two
 * name spaces for it, fuse-overlayfs has its own, and modes and owners of rootless containers are kept so as well.
 */
export function isOverlayAttribute(name: string): boolean {
  return /^((trusted|user)\.overlay\.|user\.(fuseoverlayfs|containers)\.|user\.rootlesscontainers$)/.test(
    name,
  );
}

/**
 * True for POSIX access control lists. Engines apply them before a mode or after it, and so to another effect; they keep or
 * drop those of a lower layer's directory.
 */
export function isAccessList(name: string): boolean {
  return name === accessList || name === "system.posix_acl_default";
}

/** True for a name of a kind that a Linux file system keeps, without changing what a program sees of the file. */
export function isOrdinaryAttribute(name: string): boolean {
  return /^(user|trusted|security)\../.test(name) && Buffer.byteLength(name) <= longestName;
}

/** True for what changes who may do what with a file. */
export function isGrantingAttribute(name: string): boolean {
  return name === "security.capability" || isAccessList(name);
}
