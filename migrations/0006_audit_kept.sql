-- A line of a team's audit log goes with the team, by its purge, and in no other way.
CREATE TRIGGER `audit_log_is_kept` BEFORE DELETE ON `audit_log` WHEN OLD.team_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM purges WHERE team_id = OLD.team_id) BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
