// The versions of the policies, as dates with a mark for those that matter enough to be mailed. The texts are pages of their own, one file for each version.

export const policyNames = {
  terms: "Terms",
  privacy: "Privacy policy",
  "data-processing": "Data processing terms",
  cookies: "Cookies",
  security: "Security",
} as const;
export type PolicyName = keyof typeof policyNames;

/** What signing up accepts. The others say what we do, and want nothing of anybody. */
export const acceptedPolicies: PolicyName[] = ["terms", "privacy", "data-processing"];

export interface PolicyVersion {
  policy: PolicyName;
  version: string;
  /** In force from its posting, milliseconds since 1970. */
  from: number;
  /** Whether it changes what somebody may expect: then every active owner gets a mail, once. */
  material: boolean;
  /** What is different, in a sentence or two; null for the first version. */
  change: string | null;
  /** Of the data processing terms: who was on the list when they were posted. A new one comes with a new version, and so with a mail to every owner. */
  subprocessors?: string[];
}

const POSTED = Date.UTC(2026, 10, 22);
const SECOND = Date.UTC(2026, 10, 22, 12);
const THIRD = Date.UTC(2026, 10, 27);

export const policyVersions: PolicyVersion[] = [
  { policy: "terms", version: "2026-11-22", from: Date.UTC(2026, 0, 1), material: true, change: null },
  { policy: "privacy", version: "2026-11-22", from: Date.UTC(2026, 0, 1), material: true, change: null },
  {
    ...{ policy: "terms", version: "2026-11-22-b", from: SECOND, material: true },
    change: "The terms now say what happens to credits and data when you leave, and that data processing terms belong to them.",
  },
  {
    ...{ policy: "privacy", version: "2026-11-22-b", from: SECOND, material: true },
    change:
      "The privacy policy now names every right with the page where you use it, the security log with IP addresses (90 days), devices, archives and support.",
  },
  { policy: "data-processing", version: "2026-11-22", from: POSTED, material: false, change: null },
  { policy: "cookies", version: "2026-11-22", from: POSTED, material: false, change: null },
  { policy: "security", version: "2026-11-22", from: POSTED, material: false, change: null },
  {
    ...{ policy: "terms", version: "2026-11-27", from: THIRD, material: false },
    change: "The terms now say what may have expired when you come back after leaving.",
  },
  {
    ...{ policy: "privacy", version: "2026-11-27", from: THIRD, material: true },
    change:
      "The privacy policy now says what we get back from Stripe. It also says that a reported child’s data is no longer used from that moment, and is deleted after three days.",
  },
  {
    ...{ policy: "data-processing", version: "2026-11-27", from: THIRD, material: true },
    change:
      "The terms now name everything you may keep, and how you are told about a new sub-processor or an incident: by an e-mail to every owner.",
    subprocessors: ["Cloudflare, Inc.", "Stripe Payments Europe, Ltd.", "Plus Five Five, Inc. (Resend)"],
  },
  {
    ...{ policy: "cookies", version: "2026-11-27", from: THIRD, material: false },
    change: "The page now lists what is kept in the tab besides cookies, and says what happens when cookies are removed.",
  },
  {
    ...{ policy: "security", version: "2026-11-27", from: THIRD, material: false },
    change: "The page now says more exactly which work looks across teams, how long an e-mail keeps a link, and what our tests check.",
  },
];

/** The version of each policy in force at `now`. */
export function currentPolicies(now: number): PolicyVersion[] {
  const current = new Map<string, PolicyVersion>();
  for (const version of policyVersions) if (version.from <= now) current.set(version.policy, version);
  return Array.from(current.values());
}

/** Where a version can be read; the current one without naming it. */
export function policyPath(policy: string, version?: string): string {
  return version ? `/policies/${policy}/${version}` : `/policies/${policy}`;
}
