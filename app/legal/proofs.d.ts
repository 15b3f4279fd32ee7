// Made at build time from the titles of the tests: by promise, the guarantees that carry its id. See vite.config.ts.
declare module "virtual:proofs" {
  const proofs: Record<string, string[]>;
  export default proofs;
}
