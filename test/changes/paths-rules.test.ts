import { describe, expect, test } from "vitest";
import { IdentikitError } from "../../src/fault/error.ts";
import { adds, groups, head, judge, older, places, pull, review } from "./sample-facts.ts";

const hostDenied = { fault: new IdentikitError("HOST_DENIED", "may not", { remedy: "Give a token." }) };

describe("forbidden-paths", () => {
  const of = {
    forbiddenPaths: [
      { paths: ["secrets/**", "*.pem"], except: ["secrets/README.md"], reason: "keys live elsewhere" },
    ],
  };

  test("names the path and the reason", async () => {
    const { verdict, findings } = await judge("forbidden-paths", of, {
      files: [adds("secrets/a", "x"), adds("ok", "x")],
    });
    expect(verdict).toBe("drift");
    expect(places(findings)).toEqual(["CHANGE_FORBIDDEN_PATH secrets/a"]);
    expect(findings[0]?.problem).toContain("keys live elsewhere");
  });

  test.each([
    ["a removal", adds("secrets/a", "", { kind: "deleted" })],
    ["a move away", adds("free/a", "x", { from: "secrets/a" })],
    ["a move in", adds("secrets/a", "x", { from: "free/a" })],
    ["other letter case", adds("SECRETS/a", "x")],
    ["a name with a line end", adds("secrets/a\nb", "x")],
    ["a name like an option", adds("secrets/--upload-pack=x", "x")],
    ["a link in place of the directory", adds("secrets", "x", { special: "symlink" })],
    ["a submodule in place of the directory", adds("secrets", "x", { special: "submodule" })],
    [
      "an exception that comes from a forbidden place",
      adds("secrets/README.md", "x", { from: "secrets/key" }),
    ],
  ])("does not hold for %s", async (_, file) => {
    expect((await judge("forbidden-paths", of, { files: [file] })).verdict).toBe("drift");
  });

  test("holds for what is excepted, exactly as written", async () => {
    expect((await judge("forbidden-paths", of, { files: [adds("secrets/README.md", "x")] })).verdict).toBe(
      "clean",
    );
    expect((await judge("forbidden-paths", of, { files: [adds("secrets/readme.md", "x")] })).verdict).toBe(
      "drift",
    );
  });

  test("cannot be verified without the diff", async () => {
    const { verdict } = await judge("forbidden-paths", of, { facts: { diff: hostDenied } });
    expect(verdict).toBe("unverified");
  });
});

describe("reserved-paths", () => {
  const of = {
    ...groups,
    keepers: "security",
    reservedPaths: [{ paths: ["infra/**"], group: "security", reason: "it costs money" }],
  };
  const files = [adds("infra/a.tf", "x")];

  test("holds where nothing reserved changes, and where a member approved the head commit", async () => {
    expect((await judge("reserved-paths", of, { files: [adds("src/a", "x")] })).verdict).toBe("clean");
    expect((await judge("reserved-paths", of, { files, reviews: [review("Alice")] })).verdict).toBe("clean");
  });

  test.each([
    ["nobody", []],
    ["somebody else", [review("eve")]],
    ["the author", [review("mallory")]],
    ["the author, in other letters", [review("MALLORY")]],
    ["a program", [review("robot[bot]", { bot: true })]],
    ["a member, on an older commit (a push after the approval)", [review("alice", { commit: older })]],
    ["a member, on a commit that is gone (a forced push)", [review("alice", { commit: undefined })]],
    ["a member, whose review was dismissed", [review("alice", { state: "dismissed" })]],
    [
      "a member, who then requested changes",
      [review("alice"), review("alice", { state: "changes-requested" })],
    ],
    ["a member, who was asked again", [review("alice"), review("alice", { state: "asked" })]],
    ["a member, who only remarked", [review("alice", { state: "other" })]],
  ])("does not hold with the approval of %s", async (_, reviews) => {
    const { verdict, findings } = await judge("reserved-paths", of, { files, reviews });
    expect(verdict).toBe("drift");
    expect(places(findings)).toEqual(["CHANGE_RESERVED_PATH infra/a.tf"]);
  });

  test("does not hold where the host says that the reviewer was asked again", async () => {
    const request = pull({ asked: ["ALICE"] });
    expect((await judge("reserved-paths", of, { files, reviews: [review("alice")], request })).verdict).toBe(
      "drift",
    );
  });

  test("a remark after an approval leaves it as it is, and a second approval replaces a request for changes", async () => {
    const reviews = [review("alice"), review("alice", { state: "other" })];
    expect((await judge("reserved-paths", of, { files, reviews })).verdict).toBe("clean");
    const changed = [review("bob", { state: "changes-requested" }), review("bob")];
    expect((await judge("reserved-paths", of, { files, reviews: changed })).verdict).toBe("clean");
  });

  test("one person cannot approve twice", async () => {
    const twice = { ...of, reservedPaths: [{ ...of.reservedPaths[0], approvals: 2 }] };
    const reviews = [review("alice"), review("Alice")];
    expect((await judge("reserved-paths", twice, { files, reviews })).verdict).toBe("drift");
    expect(
      (await judge("reserved-paths", twice, { files, reviews: [...reviews, review("bob")] })).verdict,
    ).toBe("clean");
  });

  test.each([
    ".github/workflows/ci.yml",
    ".gitea/workflows/new.yaml",
    ".forgejo/workflows/x.yml",
    ".GitHub/Workflows/ci.yml",
    "actions/mine/action.yml",
    "action.yaml",
    "identikit.yaml",
    "fleet/identikit.yaml",
    "config/accepted-secrets.yaml",
    ".gitmodules",
  ])("%s is reserved without being named", async (path) => {
    const { findings } = await judge("reserved-paths", of, { files: [adds(path, "x")] });
    expect(places(findings)).toEqual([`CHANGE_RESERVED_PATH ${path}`]);
    const { verdict } = await judge("reserved-paths", of, {
      files: [adds(path, "x")],
      reviews: [review("bob")],
    });
    expect(verdict).toBe("clean");
  });

  test("a gating workflow that is moved out of the way, or hidden by a link, is reserved", async () => {
    const moved = [adds("old.yml", "x", { from: ".gitea/workflows/gate.yml" })];
    expect((await judge("reserved-paths", of, { files: moved })).verdict).toBe("drift");
    const linked = [adds(".gitea", "elsewhere", { special: "symlink" })];
    expect((await judge("reserved-paths", of, { files: linked })).verdict).toBe("drift");
  });

  test("without a group that keeps the gates nobody can approve them", async () => {
    const given = { files: [adds("identikit.yaml", "x")], reviews: [review("alice")] };
    expect((await judge("reserved-paths", groups, given)).findings[0]?.problem).toContain("names no group");
  });

  test("cannot be verified where reviews or members are not known, and only where it matters", async () => {
    const noReviews = { facts: { reviews: hostDenied } };
    expect((await judge("reserved-paths", of, { files, ...noReviews })).verdict).toBe("unverified");
    const noMembers = { facts: { members: { security: hostDenied } } };
    expect((await judge("reserved-paths", of, { files, ...noMembers })).verdict).toBe("unverified");
    expect((await judge("reserved-paths", of, { files: [], ...noReviews })).verdict).toBe("clean");
  });
});

describe("reviews", () => {
  test("a group approves every pull request, or those with some paths or labels", async () => {
    const always = { ...groups, reviews: [{ group: "security" }] };
    expect((await judge("reviews", always, {})).findings).toMatchObject([
      { code: "CHANGE_REVIEW_MISSING", expected: "1 by security on the head commit", actual: "0" },
    ]);
    expect((await judge("reviews", always, { reviews: [review("bob")] })).verdict).toBe("clean");

    const some = { ...groups, reviews: [{ group: "security", paths: ["api/**"], labels: ["security"] }] };
    expect((await judge("reviews", some, { files: [adds("docs/a", "x")] })).verdict).toBe("clean");
    expect((await judge("reviews", some, { files: [adds("api/a", "x")] })).verdict).toBe("drift");
    expect((await judge("reviews", some, { request: pull({ labels: ["security"] }) })).verdict).toBe("drift");
  });

  test("does not hold after a push, and says whose approval is of which commit", async () => {
    const of = { ...groups, reviews: [{ group: "security" }] };
    const { verdict, findings } = await judge("reviews", of, {
      reviews: [review("alice", { commit: older })],
    });
    expect(verdict).toBe("drift");
    expect(findings[0]?.problem).toContain(
      `alice approved ${older.slice(0, 12)}, not the head ${head.slice(0, 12)}`,
    );
  });

  test("cannot be verified where the paths are not known", async () => {
    const of = { ...groups, reviews: [{ group: "security", paths: ["api/**"] }] };
    expect((await judge("reviews", of, { facts: { diff: hostDenied } })).verdict).toBe("unverified");
  });
});
