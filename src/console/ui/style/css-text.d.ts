/** A style sheet as text: so the tests and the build read it. */
declare module "*.css?raw" {
  const text: string;
  export default text;
}
