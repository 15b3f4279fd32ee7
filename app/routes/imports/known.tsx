import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { readKnownRows } from "../../domain/imports/imports";
import { fileRows } from "../../web/importFiles.server";

/** The rows whose contact was here already, as they are in the file, with how that was seen: what they say beyond it can be looked up. */
export const loader = (args: LoaderFunctionArgs) => fileRows(args, "known.csv", readKnownRows);
