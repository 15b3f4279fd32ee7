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
}

const POSTED = Date.UTC(2026, 10, 22);
const SECOND = Date.UTC(2026, 10, 22, 12);

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
