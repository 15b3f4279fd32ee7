// React 18's types name no builds. This is the one that streams on Workers, in Node too.
declare module "react-dom/server.browser" {
  export { renderToReadableStream } from "react-dom/server";
}
