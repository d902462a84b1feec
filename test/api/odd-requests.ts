import { connect } from "node:net";
import { expect } from "vitest";

/** What came back for some bytes, and whether it was an answer, the end of the connection, or nothing for a long while. */
interface Outcome {
  readonly answer: string;
  readonly ended: "answered" | "closed" | "silent";
}

/** Milliseconds of silence after which no answer is expected any more. */
const patienceMs = 60_000;

interface SendOptions {
  /** Whether the other side is told that nothing more will come. */
  readonly isAll?: boolean;
}

/** Sends bytes as they are, and waits until the other side has answered, has closed or stays silent. */
function send(url: string, bytes: string | Buffer, { isAll = false }: SendOptions = {}): Promise<Outcome> {
  return new Promise((done) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    let answer = "";
    const end = (ended: Outcome["ended"]) => {
      socket.destroy();
      done({ answer, ended });
    };
    socket.setTimeout(patienceMs, () => end("silent"));
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
      // An answer has come: there is no need to wait for the silence after it.
      if (answer.includes("\r\n\r\n")) end("answered");
    });
    socket.on("error", () => end("closed")).on("close", () => end("closed"));
    if (isAll) socket.end(bytes);
    else socket.write(bytes);
  });
}

/**
 * Each request gets an answer that is no fault of the server's, or the end of its connection; none is left hanging.
 * @param isAll whether the server is told that nothing more will come, as a request that breaks off may wait for more
 * @param fitting what an answer may begin with
 */
export async function expectAnswered(
  url: string,
  bytes: string | Buffer,
  isAll = false,
  fitting = /^HTTP\/1\.1 [1-4]\d\d /,
): Promise<void> {
  const { answer, ended } = await send(url, bytes, { isAll });
  const what = JSON.stringify(bytes.toString("latin1").slice(0, 200));
  expect(ended, what).not.toBe("silent");
  if (ended === "answered") expect(answer, what).toMatch(fitting);
}

/** Sends bytes as they are, and gives what came back. */
export async function exchange(url: string, bytes: string | Buffer): Promise<string> {
  return (await send(url, bytes)).answer;
}

export const head = "Host: localhost\r\nConnection: close\r\n";

/** Targets that no client of good will sends. */
export const targets = [
  ...[
    "//",
    "///",
    "//evil.example",
    "//evil.example/here",
    "/..//",
    "/%",
    "/%00",
    "/%zz",
    "/%c0%af",
    "/\\",
    "\\",
  ],
  ...[
    "http://[",
    "http://",
    "http:///",
    "http://a:99999/",
    "http://127.0.0.1:99999/here",
    "https://localhost/here",
  ],
  ...[
    "*",
    "?",
    "#",
    "",
    " ",
    "here",
    "/here here",
    "/here?\u0000",
    "/here#x",
    "/\u00ff",
    "javascript:alert(1)",
  ],
  ...[
    "/".repeat(5000),
    `/${"a".repeat(20_000)}`,
    `/?${"a&".repeat(4000)}`,
    "/[",
    "/]",
    "/{",
    "/^",
    "/|",
    "/<>",
  ],
  ...["localhost:443", "@", "/@", "http://user:pass@localhost/here", "http://localhost:80:80/", "//[::1"],
];
export const methods = [
  "GET",
  "POST",
  "PUT",
  "DELETE",
  "OPTIONS",
  "HEAD",
  "TRACE",
  "CONNECT",
  "PATCH",
  "PRI",
  "M-SEARCH",
  "get",
  "G\u0000T",
  "",
  "A".repeat(9000),
];
export const headers = [
  "Host:\r\n",
  "Host: \r\n",
  "Host: [\r\n",
  "Host: a b\r\n",
  "Host: localhost:99999\r\n",
  "Host: localhost\r\nHost: evil.example\r\n",
  "Host: localhost\r\nContent-Length: -1\r\n",
  "Host: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n",
  "Host: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n",
  "Host: localhost\r\nTransfer-Encoding: gzip\r\n",
  "Host: localhost\r\nExpect: 100-continue\r\nContent-Length: 3\r\n",
  "Host: localhost\r\nExpect: nonsense\r\n",
  "Host: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n",
  "Host: localhost\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n",
  "Host: localhost\r\nLast-Event-ID: -1\r\n",
  "Host: localhost\r\nAuthorization: \u0001\r\n",
  `Host: localhost\r\nX: ${"y".repeat(40_000)}\r\n`,
  "Host: localhost\r\n: nameless\r\n",
  "Host: localhost\r\nNo colon\r\n",
  "Host: localhost\r\n folded\r\n",
  "Host: localhost\r\n__proto__: x\r\nconstructor: y\r\n",
  "Host: localhost\r\nCookie: \u00ff\u00fe\r\n",
  "",
];
