CREATE TABLE `field_values` (
	`team_id` text NOT NULL,
	`field_id` text NOT NULL,
	`value` blob NOT NULL,
	`seq` integer NOT NULL,
	PRIMARY KEY(`team_id`, `field_id`, `value`, `seq`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `custom_fields` ADD `indexed` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `custom_fields` ADD `indexed_up_to` integer;--> statement-breakpoint
CREATE INDEX `custom_fields_indexing` ON `custom_fields` (`indexed_up_to`) WHERE indexed_up_to is not null;--> statement-breakpoint
-- What lists are sorted by follows from the records' rows: no writer can forget it. Most records have nothing there, and cost nothing.
CREATE TRIGGER contacts_valued AFTER INSERT ON contacts WHEN NEW.custom_values <> '{}' BEGIN
  INSERT OR IGNORE INTO field_values (team_id, field_id, value, seq)
    SELECT NEW.team_id, f.id, CASE WHEN f.kind IN ('number', 'money') THEN CAST(v.value AS REAL) ELSE lower(v.value) END, NEW.seq
    FROM json_each(NEW.custom_values) AS v CROSS JOIN custom_fields AS f ON f.team_id = NEW.team_id AND f.id = v.key AND f.indexed
    WHERE v.type = 'text';
END;
--> statement-breakpoint
CREATE TRIGGER contacts_revalued AFTER UPDATE OF custom_values ON contacts WHEN NEW.custom_values <> OLD.custom_values BEGIN
  DELETE FROM field_values WHERE (team_id, field_id, value, seq) IN (
    SELECT OLD.team_id, f.id, CASE WHEN f.kind IN ('number', 'money') THEN CAST(v.value AS REAL) ELSE lower(v.value) END, OLD.seq
    FROM json_each(OLD.custom_values) AS v CROSS JOIN custom_fields AS f ON f.team_id = OLD.team_id AND f.id = v.key AND f.indexed
    WHERE v.type = 'text');
  INSERT OR IGNORE INTO field_values (team_id, field_id, value, seq)
    SELECT NEW.team_id, f.id, CASE WHEN f.kind IN ('number', 'money') THEN CAST(v.value AS REAL) ELSE lower(v.value) END, NEW.seq
    FROM json_each(NEW.custom_values) AS v CROSS JOIN custom_fields AS f ON f.team_id = NEW.team_id AND f.id = v.key AND f.indexed
    WHERE v.type = 'text';
END;
--> statement-breakpoint
CREATE TRIGGER contacts_unvalued AFTER DELETE ON contacts WHEN OLD.custom_values <> '{}' BEGIN
  DELETE FROM field_values WHERE (team_id, field_id, value, seq) IN (
    SELECT OLD.team_id, f.id, CASE WHEN f.kind IN ('number', 'money') THEN CAST(v.value AS REAL) ELSE lower(v.value) END, OLD.seq
    FROM json_each(OLD.custom_values) AS v CROSS JOIN custom_fields AS f ON f.team_id = OLD.team_id AND f.id = v.key AND f.indexed
    WHERE v.type = 'text');
END;
--> statement-breakpoint
CREATE TRIGGER companies_valued AFTER INSERT ON companies WHEN NEW.custom_values <> '{}' BEGIN
  INSERT OR IGNORE INTO field_values (team_id, field_id, value, seq)
    SELECT NEW.team_id, f.id, CASE WHEN f.kind IN ('number', 'money') THEN CAST(v.value AS REAL) ELSE lower(v.value) END, NEW.seq
    FROM json_each(NEW.custom_values) AS v CROSS JOIN custom_fields AS f ON f.team_id = NEW.team_id AND f.id = v.key AND f.indexed
    WHERE v.type = 'text';
END;
--> statement-breakpoint
CREATE TRIGGER companies_revalued AFTER UPDATE OF custom_values ON companies WHEN NEW.custom_values <> OLD.custom_values BEGIN
  DELETE FROM field_values WHERE (team_id, field_id, value, seq) IN (
    SELECT OLD.team_id, f.id, CASE WHEN f.kind IN ('number', 'money') THEN CAST(v.value AS REAL) ELSE lower(v.value) END, OLD.seq
    FROM json_each(OLD.custom_values) AS v CROSS JOIN custom_fields AS f ON f.team_id = OLD.team_id AND f.id = v.key AND f.indexed
    WHERE v.type = 'text');
  INSERT OR IGNORE INTO field_values (team_id, field_id, value, seq)
    SELECT NEW.team_id, f.id, CASE WHEN f.kind IN ('number', 'money') THEN CAST(v.value AS REAL) ELSE lower(v.value) END, NEW.seq
    FROM json_each(NEW.custom_values) AS v CROSS JOIN custom_fields AS f ON f.team_id = NEW.team_id AND f.id = v.key AND f.indexed
    WHERE v.type = 'text';
END;
--> statement-breakpoint
CREATE TRIGGER companies_unvalued AFTER DELETE ON companies WHEN OLD.custom_values <> '{}' BEGIN
  DELETE FROM field_values WHERE (team_id, field_id, value, seq) IN (
    SELECT OLD.team_id, f.id, CASE WHEN f.kind IN ('number', 'money') THEN CAST(v.value AS REAL) ELSE lower(v.value) END, OLD.seq
    FROM json_each(OLD.custom_values) AS v CROSS JOIN custom_fields AS f ON f.team_id = OLD.team_id AND f.id = v.key AND f.indexed
    WHERE v.type = 'text');
END;
