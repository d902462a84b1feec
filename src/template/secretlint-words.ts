/**
 * For each rule of secretlint's recommended preset, what no text that the rule complains of can do without. A text that has
 * none of it is not given to the rules, which cost far more than this one pass. A test holds the list to the preset.
 */
export const secretlintWords: Readonly<Record<string, RegExp | undefined>> = {
  "1password": /ops_/,
  anthropic: /sk-ant-/,
  aws: /(?:SECRET|secret|Secret)_?(?:ACCESS|access|Access)_?(?:KEY|key|Key)/,
  basicauth: /:\/\/[-\w]{1,256}:[-\w]{1,256}@/,
  cloudflare: /cf(?:k|ut|at)_/,
  "database-connection-string":
    /[mM][oO][nN][gG][oO][dD][bB]|[mM][yY][sS][qQ][lL]|[pP][oO][sS][tT][gG][rR][eE][sS]/,
  databricks: /dapi[A-Fa-f0-9]{32}/,
  docker: /dckr_pat_/,
  figma: /figd_/,
  // It takes away what a comment says that it should; nothing of it is wanted here.
  "filter-comments": undefined,
  gcp: /PRIVATE KEY/,
  github: /gh[pousr]_|github_pat_/,
  gitlab: /glpat-/,
  grafana: /glc_|glsa_/,
  groq: /gsk_/,
  "hashicorp-vault": /hv[sbr]\./,
  huggingface: /hf_/,
  linear: /lin_api_/,
  notion: /ntn_/,
  npm: /npm_|_authToken=|x-oauth-basic/,
  openai: /T3BlbkFJ/,
  privatekey: /PRIVATE KEY/,
  sendgrid: /SG\./,
  shopify: /shp(?:pa|ca|at|ss)_/,
  slack: /xox[bpaor]-|xapp-|[hH][oO][oO][kK][sS]\.[sS][lL][aA][cC][kK]/,
  stripe: /[sr]k_(?:live|test)_/,
  tailscale: /tskey-/,
  vercel: /vc[piark]_/,
};

/** Matches where any of {@link secretlintWords} does. */
export const anySecretlintWord = new RegExp(
  Object.values(secretlintWords)
    .flatMap((word) => (word ? [word.source] : []))
    .join("|"),
);

/**
 * One of these is in every text that {@link anySecretlintWord} matches. They are the part of each word that prose has least, in every
 * spelling: finding none of them takes a small part of the time. A test holds them to the words.
 */
export const secretlintLiterals: readonly string[] = [
  "ops_,sk-ant-,://,cfk_,cfut_,cfat_,dapi,dckr_pat_,figd_,PRIVATE KEY,ghp_,gho_,ghu_,ghs_,ghr_,github_pat_,glpat-,glc_,glsa_".split(
    ",",
  ),
  "gsk_,hvs.,hvb.,hvr.,hf_,lin_api_,ntn_,npm_,_authToken=,x-oauth-basic,T3BlbkFJ,SG.,shppa_,shpca_,shpat_,shpss_".split(
    ",",
  ),
  "xoxb-,xoxp-,xoxa-,xoxo-,xoxr-,xapp-,sk_live_,sk_test_,rk_live_,rk_test_,tskey-,vcp_,vci_,vca_,vcr_,vck_".split(
    ",",
  ),
  ["RET", "ret"].flatMap((secret) =>
    ["", "_"].flatMap((between) => ["ACC", "acc", "Acc"].map((access) => secret + between + access)),
  ),
  ["ongod", "mysql", "tgres", "s.slack"].flatMap(inEveryCase),
].flat();

function inEveryCase(text: string): string[] {
  let spellings = [""];
  for (const letter of text) {
    const cases = new Set([letter, letter.toUpperCase()]);
    spellings = spellings.flatMap((start) => [...cases].map((one) => start + one));
  }
  return spellings;
}
