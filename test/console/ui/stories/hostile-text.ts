/** Text as an agent, or somebody through it, would write it to take over a page. */
export const hostileText = [
  '<script>document.title = "taken"</script><img src=x onerror="alert(1)">',
  "\u202egnp.exe\u202c reads backwards, zero\u200bwidth, and a bell\u0007",
  "\u001b[31mred\u001b[0m \u001b]0;a title\u0007 \u001b[2Jcleared \u001b]8;;https://evil.example.test\u001b\\link\u001b]8;;\u001b\\",
  "[a link](javascript:alert(1)) [another](data:text/html,<script>1</script>) https://user:password@evil.example.test/",
  "![an image](https://evil.example.test/pixel.png) [the forge](https://evil.example.test/login)",
].join("\n\n");
