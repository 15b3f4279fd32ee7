// A contact's details, each with its kind. E-mails and phones can be pressed.
import { Link } from "@remix-run/react";
import { paths } from "../../web/paths";
import { Addresses, Item, labelled, Phones, type ShownPhone, Website } from "../records/detailItems";
import type { CustomValueView } from "../records/fieldView";
import type { AddressItem } from "../records/listFields";
import { OwnValues } from "../records/OwnValues";
import { IfMay } from "../ui/may";
import { CardHead, Chip } from "../ui/parts";
import { type StatusName, statusTones, statusWords, tagTones } from "./status";

interface DetailsContact {
  id: string;
  status: StatusName;
  emails: { label: string; value: string }[];
  phones: ShownPhone[];
  addresses: AddressItem[];
  birthday: string;
  website: string;
  /** The team's own fields that are filled in. */
  custom: CustomValueView[];
}

/** "February 29, 1984", or "March 7" where the year is not known. */
export function birthdayWords(birthday: string): string {
  const known = !birthday.startsWith("--");
  const date = new Date(`${known ? birthday : `2000-${birthday.slice(2)}`}T00:00:00Z`);
  return new Intl.DateTimeFormat("en", { day: "numeric", month: "long", year: known ? "numeric" : undefined, timeZone: "UTC" }).format(
    date,
  );
}

type Tag = { id: string; name: string; colour: string };

function Tags({ tags }: { tags: Tag[] }) {
  if (tags.length === 0) return null;
  return (
    <Item label="Tags">
      <span className="flex flex-wrap gap-1">
        {tags.map((tag) => (
          <Link key={tag.id} to={paths.contacts({ tag: tag.id })}>
            <Chip tone={tagTones[tag.colour] ?? "plain"}>{tag.name}</Chip>
          </Link>
        ))}
      </span>
    </Item>
  );
}

export function Details({ contact, tags }: { contact: DetailsContact; tags: Tag[] }) {
  return (
    <>
      <CardHead title="Details">
        <IfMay act="record.change">
          <Link to={paths.editContact(contact.id)} className="py-1 text-xs text-ink-2 hover:text-ink">
            Edit
          </Link>
        </IfMay>
      </CardHead>
      <dl className="grid gap-3 p-4">
        <Item label="Status">
          <Chip tone={statusTones[contact.status]}>{statusWords[contact.status]}</Chip>
        </Item>
        {contact.emails.map(({ label, value }) => (
          <Item key={value} label={labelled("E-mail", label)}>
            <a href={`mailto:${value}`} className="hover:underline">
              {value}
            </a>
          </Item>
        ))}
        <Phones phones={contact.phones} />
        <Addresses addresses={contact.addresses} />
        {contact.birthday ? <Item label="Birthday">{birthdayWords(contact.birthday)}</Item> : null}
        {contact.website ? (
          <Item label="Website">
            <Website value={contact.website} />
          </Item>
        ) : null}
        <OwnValues values={contact.custom} />
        <Tags tags={tags} />
      </dl>
    </>
  );
}
