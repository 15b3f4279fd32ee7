// The versions of the policies, as dates with a mark for those that matter enough to be mailed. The texts are pages of their own.

export interface PolicyVersion {
  policy: "privacy" | "terms";
  version: string;
  /** In force from, milliseconds since 1970. */
  from: number;
  material: boolean;
}

export const policyVersions: PolicyVersion[] = [
  { policy: "privacy", version: "2026-11-22", from: Date.UTC(2026, 0, 1), material: true },
  { policy: "terms", version: "2026-11-22", from: Date.UTC(2026, 0, 1), material: true },
];

/** The version of each policy in force at `now`. */
export function currentPolicies(now: number): PolicyVersion[] {
  const current = new Map<string, PolicyVersion>();
  for (const version of policyVersions) if (version.from <= now) current.set(version.policy, version);
  return Array.from(current.values());
}
