// The settings of custom fields as a form says them, and what is wrong with them, by the name of the input.
import * as z from "zod";
import { notAllowedWords } from "../../domain/core/permissions";
import { ChoiceLines, CUSTOM_FIELDS_MAX, type FieldOutcome, FieldSettings, NewField } from "../../domain/fields/customFields";

const Tick = z
  .literal("on")
  .optional()
  .transform((on) => on === "on");

export const PostedSettings = FieldSettings.extend({ choices: ChoiceLines, required: Tick, indexed: Tick });
export const PostedField = NewField.extend({ choices: ChoiceLines, required: Tick, sensitive: Tick });

/** Why a field was not made or changed: the answer of its page, with what was typed. */
export function refusedField(outcome: Exclude<FieldOutcome, { kind: "done" }>, typed: Record<string, string>) {
  if (outcome.kind === "not-allowed") return { answer: { wrong: { name: notAllowedWords(outcome) }, typed }, status: 403 };
  if (outcome.kind === "incomplete") return { answer: { wrong: { [outcome.field]: outcome.words }, typed }, status: 400 };
  const words = {
    taken: "A field with this name already exists.",
    full: `There can be at most ${CUSTOM_FIELDS_MAX} fields. Remove one first.`,
    missing: "This field has been removed.",
  };
  return { answer: { wrong: { name: words[outcome.kind] }, typed }, status: 409 };
}
