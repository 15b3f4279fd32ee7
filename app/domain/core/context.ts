// What every domain function is given: the database, the time, the world outside. Built in workers/context.ts, nowhere else.
import type { Database, TeamDb } from "~/db/client";
import type { LedgerPort } from "~/workers/ledger/contract";
import type { Job } from "./jobs";
import type { MailGateway } from "./ports/mail";
import type { PaymentGateway } from "./ports/payments";

/** The few things we ask of object storage. */
export interface Files {
  /** Null where `onlyIf` does not hold. */
  put(key: string, body: string | ArrayBuffer | Uint8Array, options?: { onlyIf: { etagMatches: string } }): Promise<unknown>;
  get(key: string): Promise<{ etag: string; text(): Promise<string>; arrayBuffer(): Promise<ArrayBuffer> } | null>;
  delete(keys: string | string[]): Promise<void>;
  list(options: { prefix: string; cursor?: string }): Promise<{
    objects: { key: string; uploaded: Date }[];
    truncated: boolean;
    cursor?: string;
  }>;
}

export interface WrappingKey {
  id: string;
  bytes: Uint8Array<ArrayBuffer>;
}

export interface Context {
  db: Database;
  /** When this request or job began, in milliseconds since 1970. */
  now: number;
  /** The time at this moment, for jobs that go on for long. */
  clock(): Promise<number>;
  origin: string;
  secret: string;
  /** Who runs this deployment, as its policies and mails name them. */
  sender: { name: string; address: string; supportEmail: string; privacyEmail: string };
  /** Where new teams' ledgers are made: a jurisdiction holds, a hint is a wish; empty for wherever is near. */
  location: {
    jurisdiction: "" | "eu" | "fedramp";
    hint: string;
    /** Of the database and the files. */
    database: { jurisdiction: "" | "eu" | "fedramp"; hint: string };
  };
  /** Counts a visit of a page, by its pattern alone; null where the deployment counts none. */
  countVisit: ((page: string) => void) | null;
  /** Addresses of those who run the deployment. */
  operators: string[];
  /** Whether they need a second factor to work as such. */
  operatorsNeedSecond: boolean;
  /** Newest first: the first wraps, all unwrap. */
  wrappingKeys: WrappingKey[];
  files: Files;
  payments: PaymentGateway;
  mail: MailGateway;
  ledger(teamId: string): LedgerPort;
  /** Tells the queue about a job. Only a hint: the row is the job, and the cron sweeps what was missed. */
  hint(job: Job): Promise<void>;
  /** Work whose end the answer does not wait for, so that nobody can tell by the time what it found. A failure of it is logged. */
  later(work: () => Promise<void>): Promise<void>;
  /** A structured line for the operator. Ids and counts only, never what a person wrote. */
  log(line: Record<string, string | number | boolean | null>): void;
}

export interface TeamContext extends Context {
  teamDb: TeamDb;
  team: {
    id: string;
    name: string;
    businessName: string;
    defaultCountry: string;
    timeZone: string;
    epoch: number;
    createdAt: number;
    deactivatedAt: number | null;
    purgeAt: number | null;
    /** Since then, only members with a second factor are let in. */
    secondRequiredAt: number | null;
  };
  /** With what they ask: "Firefox on Windows". Absent in jobs. */
  device?: string;
  member: {
    id: string;
    userId: string;
    name: string;
    email: string;
    /** `own`: one that the team made. */
    role: "owner" | "manager" | "agent" | "viewer" | "own";
    /** What a role of the team's own allows; null or absent for one that is built in. */
    grants?: string[] | null;
    /** Whose records such a role sees, by the plural of a noun; everybody's where one is absent. */
    sees?: Record<string, "group" | "own"> | null;
  };
}
