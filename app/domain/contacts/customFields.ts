// What a team keeps of its contacts beyond what everybody keeps. A sensitive field is sealed under the team's key, is found by no search, and only owners and managers see it.
import * as z from "zod";
import { openTeamDb } from "~/db/client";
import { listAllContacts } from "~/db/queries/contactLists";
import type { Contact } from "~/db/queries/contacts";
import {
  advanceSweep,
  type CustomField,
  insertCustomField,
  listCustomFields,
  listRemovedFields,
  type RemovedField,
  removeCustomField,
  removeCustomValue,
  renameCustomField,
} from "~/db/queries/customFields";
import { unlessChanged, writeAll } from "~/db/statements";
import { recordAct } from "../core/auditLog";
import type { Context, TeamContext } from "../core/context";
import { openVault, type Vault } from "../core/encryption";
import { newId } from "../core/ids";
import { othersFirst } from "../core/pauses";
import { can, type NotAllowed, notAllowed } from "../core/permissions";
import { problemWords } from "../core/problems";
import { CUSTOM_VALUE_MAX, wordsOf } from "./contactInput";
import { contactColumns } from "./exportColumns";

export type { CustomField } from "~/db/queries/customFields";

export const CUSTOM_FIELDS_MAX = 30;
const SWEPT_AT_ONCE = 100;
const FIELDS_AT_ONCE = 20;
const SWEEP_MS = 10_000;

export const CustomFieldName = z.string().trim().min(1, "Enter a name").max(40, "At most 40 characters");

/** The team's fields, in the order in which they were made. */
export async function readCustomFields(ctx: TeamContext): Promise<CustomField[]> {
  return listCustomFields(ctx.teamDb);
}

/** The fields that this member may fill in. */
export async function readFillableFields(ctx: TeamContext): Promise<CustomField[]> {
  return (await readCustomFields(ctx)).filter(({ sensitive }) => !sensitive || can(ctx, "field.sensitive"));
}

export type FieldOutcome = { kind: "done" | "taken" | "full" } | NotAllowed;

/** Makes a field. Whether it is sensitive is settled here for good: what was once written in plain words cannot be taken back out of old copies. */
export async function addCustomField(ctx: TeamContext, name: string, sensitive: boolean): Promise<FieldOutcome> {
  if (!can(ctx, "field.change")) return notAllowed("field.change");
  if ((await listCustomFields(ctx.teamDb)).length >= CUSTOM_FIELDS_MAX) return { kind: "full" };
  return unlessTaken(ctx, name, insertCustomField(ctx.teamDb, { id: newId(ctx.now), name, sensitive }));
}

/** Gives a field another name. Values stay. */
export async function changeCustomField(ctx: TeamContext, id: string, name: string): Promise<FieldOutcome> {
  if (!can(ctx, "field.change")) return notAllowed("field.change");
  return unlessTaken(ctx, name, renameCustomField(ctx.teamDb, id, name));
}

async function unlessTaken(ctx: TeamContext, name: string, statement: ReturnType<typeof renameCustomField>): Promise<FieldOutcome> {
  // A column of an export has one meaning.
  if (contactColumns.some((column) => column.toLowerCase() === name.toLowerCase())) return { kind: "taken" };
  try {
    await writeAll(ctx.db, [statement]);
    return { kind: "done" };
  } catch (error) {
    if (/UNIQUE constraint failed/.test(String(error))) return { kind: "taken" };
    throw error;
  }
}

/** Removes a field from every page at once; its values are erased from all contacts in the background. */
export async function dropCustomField(ctx: TeamContext, id: string): Promise<FieldOutcome> {
  if (!can(ctx, "field.change")) return notAllowed("field.change");
  const act = recordAct(ctx, { act: "field.removed", teamId: ctx.team.id, subjectId: id, detail: {} });
  await writeAll(ctx.db, [removeCustomField(ctx.teamDb, id, ctx.now), act]);
  return { kind: "done" };
}

/** A field with what a contact has in it: null where this member does not see it. */
export interface CustomValue extends CustomField {
  value: string | null;
}

/** A team's fields and its key, read once for many contacts. The key is read when it is first needed. */
export interface CustomBook {
  fields: CustomField[];
  /** Stores what was typed, by field. What was not on the form, or this member does not see, stays as it was `before`; what is empty goes. */
  seal(contactId: string, typed: Record<string, string>, before?: Contact["customValues"]): Promise<Contact["customValues"]>;
  /** What a contact has in each field, empty ones too. */
  open(contact: Pick<Contact, "id" | "customValues">): Promise<CustomValue[]>;
}

const boundTo = (contactId: string, fieldId: string) => `custom/${contactId}/${fieldId}`;

export async function openCustomBook(ctx: TeamContext): Promise<CustomBook> {
  const fields = await listCustomFields(ctx.teamDb);
  let opening: Promise<Vault> | null = null;
  const vault = () => {
    opening ??= openVault(ctx, ctx.team.id);
    return opening;
  };
  return {
    fields,
    async seal(contactId, typed, before = {}) {
      const values: Contact["customValues"] = {};
      for (const { id, sensitive } of fields) {
        const kept = before[id];
        const value = (typed[id] ?? "").trim().slice(0, CUSTOM_VALUE_MAX);
        if (typed[id] === undefined || (sensitive && !can(ctx, "field.sensitive"))) {
          if (kept !== undefined) values[id] = kept;
        } else if (value !== "") values[id] = sensitive ? { sealed: await (await vault()).seal(boundTo(contactId, id), value) } : value;
      }
      return values;
    },
    async open({ id: contactId, customValues }) {
      const opened = fields.map(async (field): Promise<CustomValue> => {
        const stored = customValues[field.id] ?? "";
        if (typeof stored === "string") return { ...field, value: field.sensitive && !can(ctx, "field.sensitive") ? null : stored };
        const value = can(ctx, "field.sensitive") ? await (await vault()).open(boundTo(contactId, field.id), stored.sealed) : null;
        return { ...field, value };
      });
      return Promise.all(opened);
    },
  };
}

/** The same for one contact. Asks nothing where there is nothing in it, and was nothing. */
export async function sealCustom(
  ctx: TeamContext,
  contactId: string,
  typed: Record<string, string>,
  before: Contact["customValues"] = {},
): Promise<Contact["customValues"]> {
  const isEmpty = Object.values(typed).every((value) => value === "") && Object.keys(before).length === 0;
  return isEmpty ? {} : (await openCustomBook(ctx)).seal(contactId, typed, before);
}

/** Takes the values of removed fields off contacts: a piece of each field in turn, so that none waits for another's, for a bounded time. Returns how many contacts had one. */
export async function sweepCustomFields(ctx: Context): Promise<number> {
  const until = (await ctx.clock()) + SWEEP_MS;
  let swept = 0;
  let left = await listRemovedFields(ctx.db, FIELDS_AT_ONCE);
  while (left.length > 0 && (await ctx.clock()) < until) {
    const further: RemovedField[] = [];
    for (const field of left) {
      const piece = await sweepSome(ctx, field).catch((error) => {
        ctx.log({ at: "field.failed", teamId: field.teamId, problem: problemWords(error) });
        return { taken: 0, next: null };
      });
      swept += piece.taken;
      if (piece.next !== null) further.push({ ...field, sweptSeq: piece.next });
      await othersFirst();
    }
    left = further;
  }
  return swept;
}

/** One piece. `next`: where the field's next one begins; null when it is done, or has to wait for the next run. */
async function sweepSome(ctx: Context, { teamId, id, sweptSeq }: RemovedField): Promise<{ taken: number; next: number | null }> {
  const teamDb = openTeamDb(ctx.db, teamId);
  const contacts = await listAllContacts(teamDb, sweptSeq, SWEPT_AT_ONCE);
  const next = contacts.at(-1)?.seq ?? null;
  const holders = contacts.filter(({ customValues }) => id in customValues);
  const removals = holders.flatMap((contact) => {
    const { [id]: _gone, ...customValues } = contact.customValues;
    return removeCustomValue(teamDb, contact, id, wordsOf({ ...contact, customValues }));
  });
  // Somebody changed one of them meanwhile: the next run looks at these again.
  const done = await unlessChanged(() => writeAll(ctx.db, [...removals, advanceSweep(teamDb, id, next)]));
  return done ? { taken: holders.length, next } : { taken: 0, next: null };
}
