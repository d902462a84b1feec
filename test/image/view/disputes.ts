import {
  attribute,
  directory,
  file,
  link,
  opaque,
  symlink,
  type TestEntry,
  whiteout,
} from "../tar-entries.ts";
import type { Scenario } from "./scenarios.ts";

/** Layers that engines read in different ways at `opt/d`, and what the fault has to say about it. */
export interface Dispute {
  readonly layers: Scenario;
  readonly reason: RegExp;
  /** It matters wherever it is. */
  readonly isVague?: boolean;
}

const named = [directory("opt/"), directory("opt/d/")];
const twice = /there twice in one layer/;
const contradiction = /both hidden and present/;
const unnamed = /does not name that before/;
const device: TestEntry = { path: "opt/d/a", type: "device", device: [0, 0] };
const numbers = { "GNU.sparse.numblocks": "1", "GNU.sparse.size": "1" };
const globally = (path: string, pax: Record<string, string> = { comment: "x" }): TestEntry => ({
  path,
  type: "global",
  pax,
});

/** Each way in which a layer contradicts itself, or means two things to two engines, one at a time. */
export const disputes: Readonly<Record<string, Dispute>> = {
  "a file twice": { layers: [[file("opt/d/a", "1"), file("opt/d/a", "2")]], reason: twice },
  "a file twice, in two spellings": {
    layers: [[file("opt/d/a", "1"), file("./opt//d/x/../a", "2")]],
    reason: twice,
  },
  "a file twice, of two modes": {
    layers: [[file("opt/d/a", "1"), file("opt/d/a", "1", { mode: 0o755 })]],
    reason: twice,
  },
  "a file and then a link of one name": {
    layers: [[file("opt/d/a", "1"), symlink("opt/d/a", "b")]],
    reason: twice,
  },
  "a link twice": { layers: [[symlink("opt/d/a", "x"), symlink("opt/d/a", "y")]], reason: twice },
  "a file and then a directory of one name": {
    layers: [[file("opt/d/a", "1"), directory("opt/d/a/")]],
    reason: twice,
  },
  "a directory and then a file of one layer": {
    layers: [[file("opt/d/a/b", "1"), file("opt/d/a", "2")]],
    reason: twice,
  },
  "a parent that a link replaces in its own layer": {
    layers: [[...named, file("opt/d/a", "1"), symlink("opt", "data")]],
    reason: twice,
  },
  "an entry behind a link of its own layer, which a later layer replaces": {
    layers: [
      [directory("srv/"), symlink("opt", "srv"), directory("opt/d/"), file("opt/d/a", "1")],
      [...named, file("opt/d/b", "2")],
    ],
    reason: /through the link/,
  },
  "a file, and then one in it": {
    layers: [[file("opt/d/a", "1"), file("opt/d/a/b", "2")]],
    reason: /a file and the directory of/,
  },
  "a file hidden and then present": {
    layers: [[file("opt/d/a", "1")], [...named, whiteout("opt/d/a"), file("opt/d/a", "2")]],
    reason: contradiction,
  },
  "a file present and then hidden": {
    layers: [[file("opt/d/a", "1")], [...named, file("opt/d/a", "2"), whiteout("opt/d/a")]],
    reason: contradiction,
  },
  "a directory hidden and made again in one layer": {
    layers: [
      [...named, file("opt/d/a", "1")],
      [directory("opt/"), whiteout("opt/d"), directory("opt/d/"), file("opt/d/b", "2")],
    ],
    reason: contradiction,
  },
  "a parent hidden and made again in one layer": {
    layers: [
      [...named, file("opt/d/a", "1")],
      [whiteout("opt"), ...named, file("opt/d/b", "2")],
    ],
    reason: contradiction,
  },
  "a whiteout in a directory that is hidden, too": {
    layers: [
      [...named, file("opt/d/a", "1")],
      [whiteout("opt/d"), whiteout("opt/d/a")],
    ],
    reason: contradiction,
  },
  "a whiteout left in a directory that a file replaces": {
    layers: [
      [...named, file("opt/d/a/b", "1")],
      [...named, directory("opt/d/a/"), whiteout("opt/d/a/b"), file("opt/d/a", "2")],
    ],
    reason: twice,
  },
  "a whiteout without a name": {
    layers: [[...named, file("opt/d/a", "1")], [file("opt/d/.wh.", "")]],
    reason: /whiteout without a name/,
  },
  "a whiteout of a dot": {
    layers: [[...named, file("opt/d/a", "1")], [file("opt/d/.wh..", "")]],
    reason: /whiteout without a name/,
  },
  "a whiteout of two dots, elsewhere": {
    layers: [[...named, file("opt/d/a", "1")], [file("usr/.wh...", "")]],
    reason: /whiteout without a name/,
  },
  "a whiteout that is a directory": {
    layers: [
      [...named, file("opt/d/a", "1")],
      [...named, directory("opt/d/.wh.a/")],
    ],
    reason: /no file but a directory/,
  },
  "a whiteout that is a link": {
    layers: [
      [...named, file("opt/d/a", "1")],
      [...named, symlink("opt/d/.wh.a", "../../..")],
    ],
    reason: /no file but a symlink/,
  },
  "a file below a whiteout's name": {
    layers: [[...named, directory("opt/d/.wh.x/"), file("opt/d/.wh.x/a", "1")]],
    reason: /no file but a directory|name is a whiteout's/,
  },
  "a whiteout in a directory that no lower layer has": {
    layers: [[...named, file("opt/d/a", "1"), whiteout("opt/d/b")]],
    reason: /then list the name/,
  },
  "a whiteout in an opaque directory": {
    layers: [
      [...named, file("opt/d/a", "1")],
      [...named, opaque("opt/d"), whiteout("opt/d/a")],
    ],
    reason: /then list the name/,
  },
  "a directory that only a whiteout implies": {
    layers: [[...named, file("opt/d/a", "1")], [whiteout("opt/d/x/y")]],
    reason: /implied by nothing but whiteouts/,
  },
  "the root made opaque": {
    layers: [[...named, file("opt/d/a", "1")], [file(".wh..wh..opq", "")]],
    reason: /root opaque/,
  },
  "a directory made opaque after one in it was implied": {
    layers: [[...named, file("opt/d/sub/a", "1"), opaque("opt/d")]],
    reason: /implied before its parent is made opaque/,
  },
  "an opaque marker in a directory that is a link": {
    layers: [[...named, file("opt/d/a", "1"), symlink("side", "opt/d"), opaque("side")]],
    reason: /through the link/,
  },
  "an opaque marker that is a directory": {
    layers: [[...named, directory("opt/d/.wh..wh..opq/")]],
    reason: /no file but a directory/,
  },
  "an opaque directory, only implied, over a link": {
    layers: [[file("data/a", "1"), directory("opt/"), symlink("opt/d", "/data")], [opaque("opt/d")]],
    reason: unnamed,
  },
  "a directory replaced and made again, only implied": {
    layers: [[file("opt/d/a/b", "1")], [file("opt/d/a", "2")], [file("opt/d/a/c", "3")]],
    reason: unnamed,
  },
  "a symbolic link replaced by an implied directory": {
    layers: [[file("data/x", "1"), symlink("opt/d/a", "/data")], [file("opt/d/a/y", "2")]],
    reason: unnamed,
  },
  "a linked parent that a later layer only implies": {
    layers: [[file("data/d/a", "1"), symlink("opt", "data")], [file("opt/d/b", "2")]],
    reason: unnamed,
  },
  "a linked parent that is named after what is in it": {
    layers: [
      [file("data/d/a", "1"), symlink("opt", "data")],
      [file("opt/d/b", "2"), directory("opt/")],
    ],
    reason: unnamed,
  },
  "a linked parent, and a later layer with something else below it": {
    layers: [[file("data/d/a", "1"), symlink("opt", "data")], [file("opt/other", "2")]],
    reason: unnamed,
  },
  "a link of a lower layer from elsewhere, written through": {
    layers: [[...named, file("opt/d/a", "1"), symlink("side", "opt/d")], [file("side/a", "2")]],
    reason: unnamed,
  },
  "a link of a lower layer from elsewhere to a parent, hidden through": {
    layers: [[...named, file("opt/d/a", "1"), symlink("usr/side", "/opt")], [whiteout("usr/side/d")]],
    reason: unnamed,
  },
  "a link of a lower layer from elsewhere, hidden through, and made opaque through above": {
    layers: [
      [...named, file("opt/d/a", "1"), symlink("side", "opt/d")],
      [whiteout("side/a")],
      [opaque("side")],
    ],
    reason: unnamed,
  },
  "a link of a lower layer from elsewhere, hidden through, and replaced above by an opaque directory": {
    layers: [
      [...named, file("opt/d/a", "1"), symlink("side", "opt/d")],
      [whiteout("side/a")],
      [directory("side/"), opaque("side")],
    ],
    reason: unnamed,
  },
  "a link of a lower layer from elsewhere, written through, and hidden above": {
    layers: [
      [...named, file("opt/d/a", "1"), symlink("side", "opt/d")],
      [file("side/a", "2")],
      [whiteout("side")],
    ],
    reason: unnamed,
  },
  "a link of a lower layer from elsewhere, written through, whose directory is replaced above": {
    layers: [
      [...named, file("opt/d/a", "1"), directory("usr/"), symlink("usr/side", "../opt/d")],
      [file("usr/side/a", "2")],
      [file("usr", "3")],
    ],
    reason: unnamed,
  },
  "a link of a lower layer in the directory itself, written through, and hidden above": {
    layers: [
      [...named, file("opt/d/a", "1"), symlink("opt/d/side", ".")],
      [file("opt/d/side/a", "2")],
      [whiteout("opt/d/side")],
    ],
    reason: unnamed,
  },
  "a link of a lower layer above the directory, written through, and replaced above": {
    layers: [
      [directory("srv/"), file("srv/d/a", "1"), symlink("opt", "srv")],
      [file("opt/d/a", "2")],
      [directory("opt/"), opaque("opt"), symlink("opt/d", "/srv/d")],
    ],
    reason: unnamed,
  },
  "links of lower layers from elsewhere, one to the other": {
    layers: [[...named, symlink("one", "/opt/d")], [symlink("two", "one")], [file("two/a", "2")]],
    reason: unnamed,
  },
  "a link of a layer below the one that settles it": {
    layers: [
      [symlink("side", "opt/d")],
      [...named, opaque("opt/d"), file("opt/d/a", "1")],
      [file("side/a", "2")],
    ],
    reason: unnamed,
  },
  "a directory over a file over a directory": {
    layers: [
      [...named, directory("opt/d/a/"), file("opt/d/a/old", "1")],
      [...named, file("opt/d/a", "2")],
      [...named, directory("opt/d/a/"), file("opt/d/a/b", "3")],
    ],
    reason: /one above it and below it/,
  },
  "a link that climbs from a directory that may be elsewhere": {
    layers: [
      [...named, symlink("p", "/opt/sub")],
      [symlink("p/side", "../d")],
      [file("opt/sub/side/a", "1")],
    ],
    reason: unnamed,
    isVague: true,
  },
  "a link that climbs from behind another": {
    layers: [[...named, symlink("x", "/opt/sub"), symlink("side", "x/../d")], [file("side/a", "1")]],
    reason: unnamed,
    isVague: true,
  },
  "an attribute that fuse-overlayfs obeys": {
    layers: [[...named, file("opt/d/a", "1", attribute("user.containers.override_stat", "0:0:0600"))]],
    reason: /user\.containers\.override_stat/,
  },
  "a linked parent written through in its own layer": {
    layers: [[directory("data/"), symlink("opt", "data"), file("opt/d/a", "1")]],
    reason: /through the link/,
  },
  "a link beside the way, written through in its own layer": {
    layers: [[...named, symlink("side", "opt/d"), file("side/a", "1")]],
    reason: /through the link/,
  },
  "a link above the root": {
    layers: [[file("data/a", "1"), directory("opt/"), symlink("opt/d", "../../../data")]],
    reason: /leads out of the root/,
  },
  "a hard link of another mode": {
    layers: [[file("opt/d/a", "1"), link("opt/d/b", "opt/d/a", { mode: 0o755 })]],
    reason: /mode or owner is not that of/,
  },
  "a hard link from elsewhere that changes the mode": {
    layers: [[file("opt/d/a", "1"), link("x", "opt/d/a", { mode: 0o600 })]],
    reason: /mode or owner is not that of/,
  },
  "a hard link to a lower layer's file": {
    layers: [
      [...named, file("opt/d/a", "1")],
      [...named, link("opt/d/b", "opt/d/a")],
    ],
    reason: /does not have before it/,
  },
  "a hard link from elsewhere to a lower layer's file": {
    layers: [[...named, file("opt/d/a", "1")], [link("x", "opt/d/a", { mode: 0o600 })]],
    reason: /does not have before it/,
  },
  "a hard link to a later entry": {
    layers: [[...named, link("opt/d/b", "opt/d/a"), file("opt/d/a", "1")]],
    reason: /does not have before it/,
  },
  "a hard link to nothing": { layers: [[link("opt/d/b", "nothing")]], reason: /does not have before it/ },
  "a hard link to what is hidden": {
    layers: [
      [...named, file("opt/d/a", "1")],
      [...named, whiteout("opt/d/a"), link("opt/d/b", "opt/d/a")],
    ],
    reason: /does not have before it/,
  },
  "a hard link through a link": {
    layers: [[...named, file("opt/d/a", "1"), symlink("side", "opt/d"), link("opt/d/b", "side/a")]],
    reason: /leads engines to two places/,
  },
  "a hard link above the root": {
    layers: [[...named, file("opt/d/a", "1"), link("opt/d/b", "../../../opt/d/a")]],
    reason: /leads engines to two places/,
  },
  "a hard link into AUFS's directory": {
    layers: [[...named, file(".wh..wh.plnk/1.2", "1"), link("opt/d/b", ".wh..wh.plnk/1.2")]],
    reason: /leads engines to two places/,
  },
  "a hard link whose target is replaced above": {
    layers: [
      [...named, file("opt/d/a", "1"), link("opt/d/b", "opt/d/a")],
      [...named, file("opt/d/a", "2")],
    ],
    reason: /which a later layer replaces/,
  },
  "a hard link whose target is removed": {
    layers: [[file("x", "1"), link("opt/d/b", "x")], [whiteout("x")]],
    reason: /which a later layer replaces/,
  },
  "a device that marks what is hidden": {
    layers: [
      [...named, file("opt/d/a", "1")],
      [...named, device],
    ],
    reason: /the device 0:0/,
  },
  "a global header with a file's name": {
    layers: [[...named, file("opt/d/a", "1"), globally("opt/d/a")]],
    reason: /global pax header/,
  },
  "a global header with a file's name in it": {
    layers: [[...named, file("opt/d/a", "1"), globally("pax_global_header", { path: "opt/d/a" })]],
    reason: /global pax header/,
  },
  "a global header with a whiteout's name": {
    layers: [[...named, file("opt/d/a", "1"), globally("opt/d/.wh.a")]],
    reason: /global pax header/,
  },
  "a global header without a name": {
    layers: [[...named, file("opt/d/a", "1"), globally("./")]],
    reason: /global pax header/,
  },
  "an overlay attribute on the directory": {
    layers: [
      [directory("opt/"), directory("opt/d/", attribute("trusted.overlay.opaque")), file("opt/d/a", "1")],
    ],
    reason: /trusted\.overlay\.opaque/,
  },
  "an overlay attribute on a parent": {
    layers: [[directory("opt/", attribute("user.overlay.redirect", "/x")), file("opt/d/a", "1")]],
    reason: /user\.overlay\.redirect/,
  },
  "an overlay attribute on a file": {
    layers: [[...named, file("opt/d/a", "1", attribute("trusted.overlay.metacopy", ""))]],
    reason: /trusted\.overlay\.metacopy/,
  },
  "an overlay attribute on the root": {
    layers: [[directory("./", attribute("trusted.overlay.opaque")), file("opt/d/a", "1")]],
    reason: /given trusted\.overlay\.opaque/,
  },
  "an overlay attribute that libarchive wrote": {
    layers: [
      [...named, file("opt/d/a", "1", { pax: { "LIBARCHIVE.xattr.trusted.overlay%2Emetacopy": "" } })],
    ],
    reason: /trusted\.overlay\.metacopy/,
  },
  "an access control list on a parent": {
    layers: [[directory("opt/", attribute("system.posix_acl_access")), file("opt/d/a", "1")]],
    reason: /before its mode or after it/,
  },
  "an access control list that new files inherit": {
    layers: [
      [directory("opt/"), directory("opt/d/", attribute("system.posix_acl_default")), file("opt/d/a", "1")],
    ],
    reason: /before its mode or after it/,
  },
  "an access control list of a lower layer's directory": {
    layers: [[directory("opt/d/", attribute("system.posix_acl_access"))], [...named, file("opt/d/a", "1")]],
    reason: /before its mode or after it/,
  },
  "an attribute of no kind that a file system knows": {
    layers: [[...named, file("opt/d/a", "1", attribute("system.overlay.opaque"))]],
    reason: /some engines refuse and others skip/,
  },
  "an attribute without a name": {
    layers: [[...named, file("opt/d/a", "1", attribute("user."))]],
    reason: /some engines refuse and others skip/,
  },
  "a capability that libarchive wrote": {
    layers: [[...named, file("opt/d/a", "1", { pax: { "LIBARCHIVE.xattr.security.capability": "AQAAAg" } })]],
    reason: /given security\.capability by a record of libarchive's/,
  },
  "an entry anywhere that has a size and no body": {
    layers: [[directory("usr/", { pax: { size: "1" } }), ...named, file("opt/d/a", "1")]],
    reason: /without a body that has a size/,
    isVague: true,
  },
  "a name of AUFS's own in a directory that no lower layer has": {
    layers: [[...named, file("opt/d/.wh..wh..opqx", "")]],
    reason: /then list the name/,
  },
  "a root that is a link": {
    layers: [[{ ...symlink("./", "data") }, file("opt/d/a", "1")]],
    reason: /an entry that is no directory/,
  },
  "a sparse file": {
    layers: [[...named, file("opt/d/a", "1", { pax: sparse({}) })]],
    reason: /a sparse file/,
  },
  "a sparse file that has its name from a record": {
    layers: [[...named, file("elsewhere", "1", { pax: sparse({ "GNU.sparse.name": "opt/d/a" }) })]],
    reason: /a sparse file/,
  },
  "a name in a sparse record that nobody knows": {
    layers: [[...named, file("elsewhere", "1", { pax: { "GNU.sparse.name": "opt/d/a" } })]],
    reason: /a sparse file/,
  },
  "an owner beyond 32 bits": {
    layers: [[...named, file("opt/d/a", "1", { pax: { uid: "4294967296" } })]],
    reason: /owned by 4294967296:0/,
  },
  "an owner that means no change": {
    layers: [[...named, file("opt/d/a", "1", { pax: { gid: "-1" } })]],
    reason: /owned by 0:-1/,
  },
  "names with a slash at their start in one layer only": {
    layers: [
      [...named, file("opt/d/a", "1")],
      [...named, file("/opt/d/a", "2")],
    ],
    reason: /start with a slash in one layer/,
  },
};

function sparse(more: Record<string, string>): Record<string, string> {
  return { "GNU.sparse.major": "0", "GNU.sparse.minor": "1", "GNU.sparse.map": "0,1", ...numbers, ...more };
}
