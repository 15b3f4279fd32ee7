// Which file has the text of which version.
import type { ComponentType } from "react";
import type { PolicyName } from "../../domain/core/policies";
import * as cookies1 from "./cookies-2026-11-22";
import * as cookies2 from "./cookies-2026-11-27";
import * as processing1 from "./data-processing-2026-11-22";
import * as processing2 from "./data-processing-2026-11-27";
import * as privacy1 from "./privacy-2026-11-22";
import * as privacy2 from "./privacy-2026-11-22-b";
import * as privacy3 from "./privacy-2026-11-27";
import * as security1 from "./security-2026-11-22";
import * as security2 from "./security-2026-11-27";
import * as terms1 from "./terms-2026-11-22";
import * as terms2 from "./terms-2026-11-22-b";
import * as terms3 from "./terms-2026-11-27";

export const policyTexts: Record<PolicyName, Record<string, ComponentType>> = {
  terms: { "2026-11-22": terms1.Text, "2026-11-22-b": terms2.Text, "2026-11-27": terms3.Text },
  privacy: { "2026-11-22": privacy1.Text, "2026-11-22-b": privacy2.Text, "2026-11-27": privacy3.Text },
  "data-processing": { "2026-11-22": processing1.Text, "2026-11-27": processing2.Text },
  cookies: { "2026-11-22": cookies1.Text, "2026-11-27": cookies2.Text },
  security: { "2026-11-22": security1.Text, "2026-11-27": security2.Text },
};
