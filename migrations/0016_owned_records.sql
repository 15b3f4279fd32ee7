CREATE TABLE `group_members` (
	`team_id` text NOT NULL,
	`member_id` text NOT NULL,
	`group_id` text NOT NULL,
	PRIMARY KEY(`team_id`, `member_id`, `group_id`)
);
--> statement-breakpoint
CREATE INDEX `group_members_group` ON `group_members` (`team_id`,`group_id`);--> statement-breakpoint
CREATE TABLE `groups` (
	`team_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`team_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `groups_name` ON `groups` (`team_id`,lower(name));--> statement-breakpoint
DROP INDEX `companies_by_arrival`;--> statement-breakpoint
DROP INDEX `companies_by_name`;--> statement-breakpoint
ALTER TABLE `companies` ADD `is_private` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `companies_owned_by_arrival` ON `companies` (`team_id`,`owner_id`,`is_private`,`trashed_at`,`seq`) WHERE owner_id <> '';--> statement-breakpoint
CREATE INDEX `companies_owned_by_name` ON `companies` (`team_id`,`owner_id`,`is_private`,`trashed_at`,`sort_name`,`seq`) WHERE owner_id <> '';--> statement-breakpoint
CREATE INDEX `companies_by_arrival` ON `companies` (`team_id`,`is_private`,`trashed_at`,`seq`);--> statement-breakpoint
CREATE INDEX `companies_by_name` ON `companies` (`team_id`,`is_private`,`trashed_at`,`sort_name`,`seq`);--> statement-breakpoint
DROP INDEX `contacts_by_arrival`;--> statement-breakpoint
DROP INDEX `contacts_by_name`;--> statement-breakpoint
DROP INDEX `contacts_by_last_contacted`;--> statement-breakpoint
ALTER TABLE `contacts` ADD `owner_id` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `contacts` ADD `is_private` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `contacts_owned_by_arrival` ON `contacts` (`team_id`,`owner_id`,`is_private`,`trashed_at`,`seq`) WHERE owner_id <> '';--> statement-breakpoint
CREATE INDEX `contacts_owned_by_name` ON `contacts` (`team_id`,`owner_id`,`is_private`,`trashed_at`,`sort_name`,`seq`) WHERE owner_id <> '';--> statement-breakpoint
CREATE INDEX `contacts_owned_by_last_contacted` ON `contacts` (`team_id`,`owner_id`,`is_private`,`trashed_at`,`last_contacted_at`,`seq`) WHERE owner_id <> '';--> statement-breakpoint
CREATE INDEX `contacts_by_arrival` ON `contacts` (`team_id`,`is_private`,`trashed_at`,`seq`);--> statement-breakpoint
CREATE INDEX `contacts_by_name` ON `contacts` (`team_id`,`is_private`,`trashed_at`,`sort_name`,`seq`);--> statement-breakpoint
CREATE INDEX `contacts_by_last_contacted` ON `contacts` (`team_id`,`is_private`,`trashed_at`,`last_contacted_at`,`seq`);--> statement-breakpoint
ALTER TABLE `invitations` ADD `group_ids` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `roles` ADD `sees` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
-- In the search index a record that is private has its owner's word in the place of the team's, and one for those who see them all.
DROP TRIGGER companies_added;
--> statement-breakpoint
CREATE TRIGGER companies_added AFTER INSERT ON companies BEGIN
  INSERT INTO record_handles (team_id, noun, kind, value, record_id)
    SELECT NEW.team_id, 'company', value ->> 0, value ->> 1, NEW.id FROM json_each(NEW.handles) WHERE true ON CONFLICT DO NOTHING;
  INSERT INTO company_search (rowid, team, words)
    SELECT NEW.seq, CASE WHEN NEW.is_private THEN 'p' || lower(NEW.team_id) || lower(NEW.owner_id) || ' q' || lower(NEW.team_id) ELSE 't' || lower(NEW.team_id) END || ' ' || NEW.facets,
      NEW.words WHERE NEW.trashed_at = 0;
  INSERT INTO counters (team_id, noun, value) SELECT NEW.team_id, 'companies', 1 WHERE NEW.trashed_at = 0
    ON CONFLICT DO UPDATE SET value = value + 1;
END;
--> statement-breakpoint
DROP TRIGGER companies_found_anew;
--> statement-breakpoint
CREATE TRIGGER companies_found_anew AFTER UPDATE OF handles, words, facets, trashed_at, owner_id, is_private ON companies BEGIN
  DELETE FROM record_handles WHERE (team_id, noun, kind, value, record_id) IN (
    SELECT OLD.team_id, 'company', value ->> 0, value ->> 1, OLD.id FROM json_each(OLD.handles));
  INSERT INTO record_handles (team_id, noun, kind, value, record_id)
    SELECT NEW.team_id, 'company', value ->> 0, value ->> 1, NEW.id FROM json_each(NEW.handles) WHERE true ON CONFLICT DO NOTHING;
  DELETE FROM company_search WHERE rowid = OLD.seq;
  INSERT INTO company_search (rowid, team, words)
    SELECT NEW.seq, CASE WHEN NEW.is_private THEN 'p' || lower(NEW.team_id) || lower(NEW.owner_id) || ' q' || lower(NEW.team_id) ELSE 't' || lower(NEW.team_id) END || ' ' || NEW.facets,
      NEW.words WHERE NEW.trashed_at = 0;
  UPDATE counters SET value = value + (NEW.trashed_at = 0) - (OLD.trashed_at = 0)
    WHERE team_id = NEW.team_id AND noun = 'companies' AND (NEW.trashed_at = 0) <> (OLD.trashed_at = 0);
END;
