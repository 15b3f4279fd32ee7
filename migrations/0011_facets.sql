ALTER TABLE `companies` ADD `facets` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `companies_unfaceted` ON `companies` (`team_id`,`seq`) WHERE facets = '';--> statement-breakpoint
ALTER TABLE `contacts` ADD `facets` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `contacts_unfaceted` ON `contacts` (`team_id`,`seq`) WHERE facets = '';--> statement-breakpoint
-- The search index has the facets of a record beside its team.
DROP TRIGGER companies_added;
--> statement-breakpoint
CREATE TRIGGER companies_added AFTER INSERT ON companies BEGIN
  INSERT INTO record_handles (team_id, noun, kind, value, record_id)
    SELECT NEW.team_id, 'company', value ->> 0, value ->> 1, NEW.id FROM json_each(NEW.handles) WHERE true ON CONFLICT DO NOTHING;
  INSERT INTO company_search (rowid, team, words) SELECT NEW.seq, 't' || lower(NEW.team_id) || ' ' || NEW.facets, NEW.words WHERE NEW.trashed_at = 0;
  INSERT INTO counters (team_id, noun, value) SELECT NEW.team_id, 'companies', 1 WHERE NEW.trashed_at = 0
    ON CONFLICT DO UPDATE SET value = value + 1;
END;
--> statement-breakpoint
DROP TRIGGER companies_found_anew;
--> statement-breakpoint
CREATE TRIGGER companies_found_anew AFTER UPDATE OF handles, words, facets, trashed_at ON companies BEGIN
  DELETE FROM record_handles WHERE (team_id, noun, kind, value, record_id) IN (
    SELECT OLD.team_id, 'company', value ->> 0, value ->> 1, OLD.id FROM json_each(OLD.handles));
  INSERT INTO record_handles (team_id, noun, kind, value, record_id)
    SELECT NEW.team_id, 'company', value ->> 0, value ->> 1, NEW.id FROM json_each(NEW.handles) WHERE true ON CONFLICT DO NOTHING;
  DELETE FROM company_search WHERE rowid = OLD.seq;
  INSERT INTO company_search (rowid, team, words) SELECT NEW.seq, 't' || lower(NEW.team_id) || ' ' || NEW.facets, NEW.words WHERE NEW.trashed_at = 0;
  UPDATE counters SET value = value + (NEW.trashed_at = 0) - (OLD.trashed_at = 0)
    WHERE team_id = NEW.team_id AND noun = 'companies' AND (NEW.trashed_at = 0) <> (OLD.trashed_at = 0);
END;
