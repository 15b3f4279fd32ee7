// What is in the custom fields of records: read by kind, sealed where a field is sensitive, opened for who may see it. A sensitive value lies under
// the team's key and is bound to its record: moved to another it does not open.
import * as z from "zod";
import type { CustomField } from "~/db/queries/records/customFields";
import type { CustomValues } from "~/db/schema/fields";
import type { TeamContext } from "../core/context";
import { openVault, type Vault } from "../core/encryption";
import { can } from "../core/permissions";
import { readMemberNames } from "../teams/members";
import { readCustomFields } from "./customFields";
import { LONG_TEXT_MAX, readValue, SEPARATOR } from "./kinds";

const Typed = z.string().max(LONG_TEXT_MAX, `At most ${LONG_TEXT_MAX.toLocaleString("en")} characters`);

/** What a form, a file or the API says of custom fields, by their ids. Several choices come as several texts, or as lines of one. */
export const CustomInput = z
  .record(
    z.string().max(40),
    z.union([
      Typed,
      z
        .array(Typed)
        .max(200)
        .transform((parts) => parts.filter(Boolean).join(SEPARATOR)),
    ]),
  )
  .default({});

/** A field with what a record has in it: null where this member does not see it. */
export interface CustomValue extends CustomField {
  value: string | null;
}

export interface Checked {
  /** In the spelling of each field's kind; emptied ones are there with nothing in them. */
  values: Record<string, string>;
  /** What is wrong, by field: those are not among the values. */
  wrong: Record<string, string>;
}

/** A team's fields of a noun, its people and its key, read once for many records. People and key are read when they are first needed. */
export interface CustomBook {
  fields: CustomField[];
  members(): Promise<Record<string, string>>;
  /** Reads what was typed, by field. What a record has already (`before`) is right, though its choice is no more. `fill`: whether required fields have to be filled in. */
  check(typed: Record<string, string>, how: { fill: boolean; record?: Holder }): Promise<Checked>;
  /** Values as they are stored. What was not typed, or this member does not see, stays as it was `before`; what is empty goes. */
  seal(recordId: string, values: Record<string, string>, before?: CustomValues): Promise<CustomValues>;
  /** What a record has in each field, empty ones too. */
  open(record: Holder): Promise<CustomValue[]>;
}

/** A record of any noun, as far as its custom fields go. */
export interface Holder {
  id: string;
  customValues: CustomValues;
}

/** A value that is longer is a text to search in. */
export const FACET_CHARS = 200;

const boundTo = (recordId: string, fieldId: string) => `custom/${recordId}/${fieldId}`;

/** What the search may find a record by: what is sealed would lie open in the index. */
export const openValues = (values: CustomValues): string[] => Object.values(values).filter((value) => typeof value === "string");

/** The field of a team's own among those of a noun: `custom.01J...`, in lists, views and changes. */
export const customName = (fieldId: string) => `custom.${fieldId}`;

/** What a record is looked up by exactly: each value that lies open, of several choices each. Long texts are not looked up so. */
export const customFacets = (values: CustomValues): [string, string][] =>
  Object.entries(values).flatMap(([id, value]) =>
    typeof value === "string" && value.length <= FACET_CHARS
      ? value.split(SEPARATOR).map((part): [string, string] => [customName(id), part])
      : [],
  );

const split = (value: string) => value.split(SEPARATOR).filter(Boolean);

/** What is asked for once, when it is first needed. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | null = null;
  return () => {
    asked ??= ask();
    return asked;
  };
}

export async function openCustomBook(ctx: TeamContext, noun: string): Promise<CustomBook> {
  const fields = await readCustomFields(ctx, noun);
  const vault = once(() => openVault(ctx, ctx.team.id));
  const members = once(() => readMemberNames(ctx));
  const sees = (field: CustomField) => !field.sensitive || can(ctx, "field.sensitive");
  const open = openerFor(fields, sees, vault);
  return {
    fields,
    members,
    open,
    async check(typed, { fill, record }) {
      const values: Checked["values"] = {};
      const wrong: Checked["wrong"] = {};
      const before = new Map(record ? (await open(record)).map(({ id, value }) => [id, value]) : []);
      for (const field of fields.filter((one) => typed[one.id] !== undefined && sees(one))) {
        const given = (typed[field.id] ?? "").replace(/\r\n?/g, "\n").trim();
        const people = field.kind === "person" && given !== "" ? await members() : {};
        const reading = { defaultCountry: ctx.team.defaultCountry, members: people };
        const was = before.get(field.id) ?? "";
        // What a record has is right, though it could not be chosen any more.
        const asked = field.kind === "choices" ? { ...field, choices: Array.from(new Set([...field.choices, ...split(was)])) } : field;
        const read = given !== "" && was === given ? { value: given } : readValue(asked, given, reading);
        if ("wrong" in read) wrong[field.id] = read.wrong;
        else if (fill && field.required && read.value === "") wrong[field.id] = "Fill this in";
        else values[field.id] = read.value;
      }
      return { values, wrong };
    },
    async seal(recordId, values, before = {}) {
      const stored: CustomValues = {};
      for (const field of fields) {
        const { id, sensitive } = field;
        const [kept, value] = [before[id], values[id]];
        if (value === undefined || !sees(field)) {
          if (kept !== undefined) stored[id] = kept;
        } else if (value !== "") stored[id] = sensitive ? { sealed: await (await vault()).seal(boundTo(recordId, id), value) } : value;
      }
      return stored;
    },
  };
}

function openerFor(fields: CustomField[], sees: (field: CustomField) => boolean, vault: () => Promise<Vault>): CustomBook["open"] {
  return ({ id: recordId, customValues }) => {
    const opened = fields.map(async (field): Promise<CustomValue> => {
      const stored = customValues[field.id] ?? "";
      if (!sees(field)) return { ...field, value: null };
      if (typeof stored === "string") return { ...field, value: stored };
      return { ...field, value: await (await vault()).open(boundTo(recordId, field.id), stored.sealed) };
    });
    return Promise.all(opened);
  };
}

/** What is wrong with custom fields, by the name that their input has on a form. */
export interface InvalidFields {
  kind: "invalid";
  fields: Record<string, string>;
}

/**
 * What a person typed into the custom fields of one record, as it is stored; or what is wrong. Asks nothing where nothing was typed, nothing was there,
 * and no field could want more.
 */
export async function fillCustom(
  ctx: TeamContext,
  noun: string,
  record: Holder,
  typed: Record<string, string>,
): Promise<{ kind: "filled"; customValues: CustomValues } | InvalidFields> {
  if (Object.keys(typed).length === 0) return { kind: "filled", customValues: record.customValues };
  const book = await openCustomBook(ctx, noun);
  const { values, wrong } = await book.check(typed, { fill: true, record });
  const fields = Object.fromEntries(Object.entries(wrong).map(([id, words]) => [`custom.${id}`, words]));
  if (Object.keys(fields).length > 0) return { kind: "invalid", fields };
  return { kind: "filled", customValues: await book.seal(record.id, values, record.customValues) };
}
