// What a record says, field by field, in the order of its card.
import { Link } from "@remix-run/react";
import { paths } from "../../web/paths";
import { IfMay } from "../ui/may";
import { Card, CardHead } from "../ui/parts";
import { type CardView, capital, type FieldView } from "./cardView";
import { Addresses, Item, Phones, type ShownPhone, Website } from "./detailItems";
import type { CustomValueView } from "./fieldView";
import type { AddressItem } from "./listFields";
import { OwnValues } from "./OwnValues";

/** By field: a text (of people, the name), phones as they are called, addresses. */
export type Shown = Record<string, string | ShownPhone[] | AddressItem[]>;

function One({ field, value }: { field: FieldView; value: Shown[string] | undefined }) {
  if (value === undefined || value.length === 0) return null;
  if (field.kind === "phones") return <Phones phones={value as ShownPhone[]} />;
  if (field.kind === "addresses") return <Addresses addresses={value as AddressItem[]} />;
  return (
    <Item label={field.label}>
      <Website value={value as string} />
    </Item>
  );
}

export function RecordDetails({ card, id, shown, own }: { card: CardView; id: string; shown: Shown; own: CustomValueView[] }) {
  const [title, ...fields] = card.fields;
  // Whose it is stands in a card of its own.
  const others = fields.filter(({ name }) => name !== "ownerId");
  const empty = own.length === 0 && others.every(({ name }) => !shown[name]?.length);
  return (
    <Card>
      <CardHead title="Details">
        <IfMay act="record.change">
          <Link to={paths.editRecord(card.plural, id)} className="py-1 text-xs text-ink-2 hover:text-ink">
            Edit
          </Link>
        </IfMay>
      </CardHead>
      {empty && title ? <p className="px-4 py-3 text-ink-3">Only the name is known so far.</p> : null}
      <dl className="grid gap-3 p-4 empty:hidden">
        {others.map((field) => (
          <One key={field.name} field={field} value={shown[field.name]} />
        ))}
        <OwnValues values={own} />
      </dl>
    </Card>
  );
}

export interface RelatedView {
  /** Of the noun that these are of. */
  plural: string;
  words: { one: string; many: string };
  records: { id: string; name: string }[];
  /** Whether there are others beside these. */
  more: boolean;
}

/** Records of another noun that name this one. */
export function Related({ of, id, title, related }: { of: CardView; id: string; title: string; related: RelatedView }) {
  const all = paths.records(related.plural, { [of.noun]: id });
  return (
    <Card>
      <CardHead title={capital(related.words.many)}>
        <Link to={paths.newRecord(related.plural, { [of.noun]: title })} className="py-1 text-xs text-ink-2 hover:text-ink">
          Add {related.words.one}
        </Link>
      </CardHead>
      {related.records.length === 0 ? <p className="px-4 py-3 text-ink-3">No {related.words.many} yet.</p> : null}
      <ul className="py-1">
        {related.records.map(({ id, name }) => (
          <li key={id}>
            <Link to={paths.record(related.plural, id)} className="block truncate px-4 py-1.5 hover:bg-sunken">
              {name}
            </Link>
          </li>
        ))}
      </ul>
      {related.more ? (
        <p className="border-t border-line px-4 py-2">
          <Link to={all} className="underline underline-offset-3">
            All {related.words.many}
          </Link>
        </p>
      ) : null}
    </Card>
  );
}
