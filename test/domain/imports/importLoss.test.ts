// Columns by many names, and cells with more in them than a field takes: nothing that a file holds disappears unsaid.
import { describe, expect, it } from "vitest";
import { exportContacts } from "~/app/domain/contacts/exports";
import { recogniseColumns } from "~/app/domain/imports/importColumns";
import { readKnownRows } from "~/app/domain/imports/imports";
import { again, newPerson } from "../../support/app";
import { bring, contactsOf } from "../../support/importing";

describe("columns by their usual names", () => {
  const usual: [target: string, names: string[]][] = [
    ["firstName", ["First Name", "first_name", "FirstName", "Given Name", "Vorname", "Prénom", "Nombre", "fname"]],
    ["lastName", ["Last Name", "last_name", "Surname", "Family Name", "Nachname", "Nom", "Apellidos", "Cognome"]],
    ["fullName", ["Name", "Full Name", "Contact Name", "Display Name", "Nom complet", "Customer Name"]],
    ["company", ["Company", "Company Name", "Account Name", "Organization", "Firma", "Société", "Empresa", "Organization Name"]],
    ["title", ["Job Title", "Title", "Position", "Role", "Beruf", "Funktion", "Designation"]],
    [
      "email",
      [
        "Email",
        "E-mail",
        "E-Mail Address",
        "email_address",
        "Email 2",
        "Work Email",
        "Personal E-mail",
        "E-mail 1 - Value",
        "Courriel",
        "E-Mail-Adresse",
        "Primary Email",
        "Email (Work)",
        "Email ID",
      ],
    ],
    [
      "phone",
      [
        "Phone",
        "phone_work",
        "Phone (Work)",
        "Mobile No.",
        "Mobile Phone",
        "Business Phone",
        "Home Phone 2",
        "Cell",
        "Telefon",
        "Téléphone",
        "Handy",
        "Handynummer",
        "Telefonnummer",
        "Phone 1 - Value",
        "Contact Number",
        "WhatsApp Number",
        "Business Fax",
        "Primary Phone",
        "Direct Phone",
      ],
    ],
    [
      "street",
      ["Street", "Address", "Address 1 - Street", "Business Street", "Mailing Street", "Straße", "Street Address", "Billing Address"],
    ],
    ["city", ["City", "Town", "Business City", "Ort", "Stadt", "Ville", "Mailing City", "Address 1 - City"]],
    ["region", ["State", "Region", "Province", "State/Region", "Business State", "Bundesland", "Mailing State/Province"]],
    ["postcode", ["Zip", "Postal Code", "ZIP Code", "PLZ", "Postleitzahl", "Business Postal Code", "Mailing Zip/Postal Code"]],
    ["country", ["Country", "Business Country/Region", "Country/Region", "Land", "Pays", "Mailing Country"]],
    ["tags", ["Tags", "Labels", "Categories", "Group Membership", "Kategorien"]],
    ["status", ["Status", "Lifecycle Stage", "Lead Status", "Stage"]],
    ["birthday", ["Birthday", "Date of Birth", "DOB", "Geburtstag", "Geburtsdatum", "Birth Date", "Fecha de nacimiento"]],
    ["website", ["Website", "Web Page", "URL", "Homepage", "Website URL", "Personal Web Page"]],
    ["notes", ["Notes", "Note", "Comments", "Description", "Bemerkungen", "Notizen"]],
  ];
  it.each(usual)("%s", (target, names) => {
    for (const name of names) expect([name, recogniseColumns([name, "First Name"], [])[0]]).toEqual([name, target]);
  });

  it("a name that says otherwise is believed over what its cells look like", () => {
    const columns = ["Name", "Record ID", "SSN", "Annual Revenue", "Created Date", "Anniversary", "Photo", "Tax Number"];
    const rows = Array.from({ length: 5 }, (_, n) => [
      "Ada",
      `1234567${n}01`,
      `123-45-678${n}`,
      `500000${n}0`,
      "2020-01-02",
      "2010-05-06",
      "https://x.org/a.png",
      `30123456${n}`,
    ]);
    expect(recogniseColumns(columns, rows, [], "US")).toEqual(["fullName", "skip", "skip", "skip", "skip", "keep", "skip", "skip"]);
  });

  it("Outlook's Title beside a job title is how somebody is addressed, and stays in the note", () => {
    expect(recogniseColumns(["Title", "First Name", "Job Title"], [])).toEqual(["keep", "firstName", "title"]);
  });
});

describe("nothing that a file holds is lost", () => {
  it("what has no room in its field, or no field, is in the note: long streets, tags and labels, second websites, events, unknown words", async () => {
    const person = await newPerson({ credits: 5 });
    const street = `Long ${"street ".repeat(40)}end`;
    const tag = `tag-${"x".repeat(60)}`;
    const header =
      "First Name,Last Name,Address 1 - Street,Labels,Website,Website,Event 1 - Label,Event 1 - Value,Lifecycle Stage,Nickname";
    await bring(person, `${header}\nAda,Lovelace,${street},${tag},a.example,b.example,Anniversary,2010-05-06,Wanderer,Countess\n`);
    const [ada] = await contactsOf(person);
    const note = ada?.notes.join("\n") ?? "";
    for (const part of [street, tag, "b.example", "Anniversary", "2010-05-06", "Wanderer", "Countess"]) expect(note).toContain(part);
    expect([ada?.status, ada?.website]).toEqual(["lead", "a.example"]);
  });

  it("a note longer than one may be becomes two, whole", async () => {
    const person = await newPerson({ credits: 5 });
    const text = Array.from({ length: 9_000 }, (_, n) => String(n)).join(" ");
    await bring(person, `Name,Notes\nAda,${text}\n`);
    const [ada] = await contactsOf(person);
    expect([ada?.notes.length, ada?.notes.join("")]).toEqual([3, text]);
  });

  it("five people at one switchboard, told apart by their extensions, are five", async () => {
    const person = await newPerson({ credits: 9, country: "US" });
    await bring(person, `Phone\n${[371, 372, 373, 374, 375].map((ext) => `(415) 555-0101 x${ext}`).join("\n")}\n`);
    const contacts = await contactsOf(person);
    expect(contacts.map(({ phones }) => [phones[0]?.e164, phones[0]?.ext])).toEqual(
      [371, 372, 373, 374, 375].map((ext) => ["+14155550101", String(ext)]),
    );
  });

  it("rows whose contact is here already are named in the report, with what the file says", async () => {
    const person = await newPerson({ credits: 9 });
    await bring(person, "Name,Email\nAda,a@x.org\n");
    const id = await bring(person, "Name,Email,Phone,Notes\nAda,a@x.org,+49 30 123456,Met in May\nGrace,g@x.org,,\nGrace,g@x.org,,Again\n");
    const rows = await readKnownRows(await again(person), id);
    expect(rows.map(({ number, reason, cells }) => [number, reason, cells.at(-1)])).toEqual([
      [2, "Already in Farthing: same e-mail", "Met in May"],
      [4, "Earlier in this file: same e-mail", "Again"],
    ]);
  });

  it("addresses by their names stay apart, each whole", async () => {
    const person = await newPerson({ credits: 5 });
    const parts = ["Street", "City", "State", "Postal Code", "Country/Region"];
    const header = ["Business", "Home"].flatMap((where) => parts.map((part) => `${where} ${part}`));
    await bring(person, `First Name,${header.join(",")}\nAda,1 Work St,Berlin,BE,10115,Germany,2 Home St,Paris,IDF,75001,France\n`);
    expect((await contactsOf(person))[0]?.addresses).toEqual([
      { label: "Work", street: "1 Work St", city: "Berlin", region: "BE", postcode: "10115", country: "Germany" },
      { label: "Home", street: "2 Home St", city: "Paris", region: "IDF", postcode: "75001", country: "France" },
    ]);
  });

  it.each([
    ["Ann Lee <ann@x.org>", ["ann@x.org"]],
    ["ann@x.org; bob@x.org", ["ann@x.org", "bob@x.org"]],
    ["Ann <ann@x.org>, Bob <bob@x.org>", ["ann@x.org", "bob@x.org"]],
  ])("the addresses in “%s” are read", async (cell, emails) => {
    const person = await newPerson({ credits: 5 });
    await bring(person, `Name,Email\nAnn,"${cell}"\n`);
    expect((await contactsOf(person))[0]?.emails.map(({ value }) => value)).toEqual(emails);
  });

  it.each([
    ["Unqualified", "inactive"],
    ["Disqualified", "inactive"],
    ["Former customer", "inactive"],
    ["Not a customer", "lead"],
    ["Customer", "customer"],
    ["Sales Qualified Lead", "prospect"],
    ["Marketing-qualified", "prospect"],
    ["Won", "customer"],
  ])("the status “%s” is %s", async (word, status) => {
    const person = await newPerson({ credits: 5 });
    await bring(person, `Name,Status\nAnn,${word}\n`);
    expect((await contactsOf(person))[0]?.status).toBe(status);
  });
});

it("what is exported comes back equal: notes, all addresses, labels of the fourth phone and on, phones as typed, tags with odd letters", async () => {
  const person = await newPerson({ credits: 9, country: "DE" });
  const phones = ["030 1234567", "+49 151 12345678", "call me", "030 7654321 ext. 9", "+1 415 555 0101"];
  const header = ["First Name", "Labels", ...phones.flatMap((_, n) => [`Phone ${n + 1} - Label`, `Phone ${n + 1} - Value`]), "Notes"];
  const addresses = Array.from({ length: 5 }, (_, n) => [
    `Address ${n + 1} - Label`,
    `Address ${n + 1} - Street`,
    `Address ${n + 1} - City`,
  ]).flat();
  const cells = ["Ada", "a;b ::: *starred", ...phones.flatMap((phone, n) => [n === 3 ? "" : `Kind ${n}`, phone]), "=SUM(1)\nsecond line"];
  const places = Array.from({ length: 5 }, (_, n) => [`L${n}`, `${n} Road`, n === 2 ? "" : `City ${n}`]).flat();
  const line = [...cells, ...places].map((cell) => `"${cell}"`).join(",");
  await bring(person, `${[...header, ...addresses].join(",")}\n${line}\n`);
  const taken = await new Response(await exportContacts(await again(person))).text();
  expect(taken).toContain("'=SUM(1)\nsecond line");
  const other = await newPerson({ credits: 9, country: "DE" });
  await bring(other, taken);
  const plain = (contacts: Awaited<ReturnType<typeof contactsOf>>) =>
    contacts.map(({ firstName, emails, phones, addresses, notes, status }) => ({ firstName, emails, phones, addresses, notes, status }));
  expect(plain(await contactsOf(other))).toEqual(plain(await contactsOf(person)));
  const again_ = await new Response(await exportContacts(await again(other))).text();
  expect(again_).toBe(taken);
});
