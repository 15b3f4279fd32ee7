CREATE TABLE `companies` (
	`seq` integer PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`id` text NOT NULL,
	`sort_name` text NOT NULL,
	`words` text NOT NULL,
	`handles` text NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`trashed_at` integer DEFAULT 0 NOT NULL,
	`made_with` text DEFAULT '' NOT NULL,
	`name` text NOT NULL,
	`domain` text DEFAULT '' NOT NULL,
	`phones` text DEFAULT '[]' NOT NULL,
	`addresses` text DEFAULT '[]' NOT NULL,
	`owner_id` text DEFAULT '' NOT NULL,
	`named_up_to` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `companies_id` ON `companies` (`team_id`,`id`);--> statement-breakpoint
CREATE INDEX `companies_by_arrival` ON `companies` (`team_id`,`trashed_at`,`seq`);--> statement-breakpoint
CREATE INDEX `companies_by_name` ON `companies` (`team_id`,`trashed_at`,`sort_name`,`seq`);--> statement-breakpoint
CREATE INDEX `companies_made_with` ON `companies` (`team_id`,`made_with`) WHERE made_with <> '';--> statement-breakpoint
CREATE INDEX `companies_renamed` ON `companies` (`named_up_to`) WHERE named_up_to is not null;--> statement-breakpoint
CREATE TABLE `merges` (
	`team_id` text NOT NULL,
	`id` text NOT NULL,
	`noun` text NOT NULL,
	`kept_id` text NOT NULL,
	`gone_id` text NOT NULL,
	`member_id` text NOT NULL,
	`rows` text NOT NULL,
	`moved` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`team_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `merges_at` ON `merges` (`at`);--> statement-breakpoint
CREATE TABLE `record_handles` (
	`team_id` text NOT NULL,
	`noun` text NOT NULL,
	`kind` text NOT NULL,
	`value` text NOT NULL,
	`record_id` text NOT NULL,
	PRIMARY KEY(`team_id`, `noun`, `kind`, `value`, `record_id`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `archives` ADD `noun` text DEFAULT 'contact' NOT NULL;--> statement-breakpoint
ALTER TABLE `contacts` ADD `company_id` text;--> statement-breakpoint
CREATE INDEX `contacts_by_company` ON `contacts` (`team_id`,`company_id`,`seq`) WHERE company_id > '';--> statement-breakpoint
CREATE INDEX `contacts_unlinked` ON `contacts` (`seq`) WHERE company_id is null and company <> '';--> statement-breakpoint
-- Full text, contentless like contact_search: rowid is companies.seq.
CREATE VIRTUAL TABLE company_search USING fts5(
  team, words,
  content = '', contentless_delete = 1, detail = 'column', prefix = '2 3',
  tokenize = "unicode61 remove_diacritics 2"
);
--> statement-breakpoint
-- What follows from a company's row: what finds it, and how many there are. No writer can forget it.
CREATE TRIGGER companies_added AFTER INSERT ON companies BEGIN
  INSERT INTO record_handles (team_id, noun, kind, value, record_id)
    SELECT NEW.team_id, 'company', value ->> 0, value ->> 1, NEW.id FROM json_each(NEW.handles) WHERE true ON CONFLICT DO NOTHING;
  INSERT INTO company_search (rowid, team, words) SELECT NEW.seq, 't' || lower(NEW.team_id), NEW.words WHERE NEW.trashed_at = 0;
  INSERT INTO counters (team_id, noun, value) SELECT NEW.team_id, 'companies', 1 WHERE NEW.trashed_at = 0
    ON CONFLICT DO UPDATE SET value = value + 1;
END;
--> statement-breakpoint
CREATE TRIGGER companies_found_anew AFTER UPDATE OF handles, words, trashed_at ON companies BEGIN
  DELETE FROM record_handles WHERE (team_id, noun, kind, value, record_id) IN (
    SELECT OLD.team_id, 'company', value ->> 0, value ->> 1, OLD.id FROM json_each(OLD.handles));
  INSERT INTO record_handles (team_id, noun, kind, value, record_id)
    SELECT NEW.team_id, 'company', value ->> 0, value ->> 1, NEW.id FROM json_each(NEW.handles) WHERE true ON CONFLICT DO NOTHING;
  DELETE FROM company_search WHERE rowid = OLD.seq;
  INSERT INTO company_search (rowid, team, words) SELECT NEW.seq, 't' || lower(NEW.team_id), NEW.words WHERE NEW.trashed_at = 0;
  UPDATE counters SET value = value + (NEW.trashed_at = 0) - (OLD.trashed_at = 0)
    WHERE team_id = NEW.team_id AND noun = 'companies' AND (NEW.trashed_at = 0) <> (OLD.trashed_at = 0);
END;
--> statement-breakpoint
-- With a company goes its timeline; its contacts stay, and belong to none. `company_id > ''` is what lets their index be used.
CREATE TRIGGER companies_removed AFTER DELETE ON companies BEGIN
  DELETE FROM record_handles WHERE (team_id, noun, kind, value, record_id) IN (
    SELECT OLD.team_id, 'company', value ->> 0, value ->> 1, OLD.id FROM json_each(OLD.handles));
  DELETE FROM company_search WHERE rowid = OLD.seq;
  DELETE FROM timeline WHERE team_id = OLD.team_id AND contact_id = OLD.id;
  UPDATE contacts SET company_id = '' WHERE team_id = OLD.team_id AND company_id = OLD.id AND company_id > '';
  UPDATE counters SET value = value - 1 WHERE team_id = OLD.team_id AND noun = 'companies' AND OLD.trashed_at = 0;
END;
--> statement-breakpoint
-- A new name is its contacts' at once; what finds them by it follows in pieces (companies/naming.ts).
CREATE TRIGGER companies_renamed AFTER UPDATE OF name ON companies WHEN NEW.name <> OLD.name BEGIN
  UPDATE contacts SET company = NEW.name WHERE team_id = NEW.team_id AND company_id = NEW.id AND company_id > '';
  UPDATE companies SET named_up_to = 0 WHERE seq = NEW.seq
    AND EXISTS (SELECT 1 FROM contacts WHERE team_id = NEW.team_id AND company_id = NEW.id AND company_id > '');
END;
