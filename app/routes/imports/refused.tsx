import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { readRefusedRows } from "../../domain/imports/imports";
import { fileRows } from "../../web/importFiles.server";

/** The refused rows as they were, with row number and reason in front. */
export const loader = (args: LoaderFunctionArgs) => fileRows(args, "refused.csv", readRefusedRows);
