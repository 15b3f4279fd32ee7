CREATE TABLE `devices` (
	`user_id` text NOT NULL,
	`hash` text NOT NULL,
	`device` text NOT NULL,
	`seen_at` integer NOT NULL,
	PRIMARY KEY(`user_id`, `hash`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `devices_seen` ON `devices` (`seen_at`);--> statement-breakpoint
CREATE TABLE `mail_choices` (
	`user_id` text NOT NULL,
	`kind` text NOT NULL,
	`wanted` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`user_id`, `kind`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `nominees` (
	`user_id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`relation` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `security_log` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`event` text NOT NULL,
	`device` text NOT NULL,
	`ip` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `security_log_user` ON `security_log` (`user_id`,`id`);--> statement-breakpoint
CREATE INDEX `security_log_at` ON `security_log` (`at`);--> statement-breakpoint
CREATE TABLE `archives` (
	`team_id` text NOT NULL,
	`id` text NOT NULL,
	`member_id` text NOT NULL,
	`state` text NOT NULL,
	`after_seq` integer NOT NULL,
	`pieces` integer NOT NULL,
	`contacts` integer NOT NULL,
	`contacts_total` integer NOT NULL,
	`attempts` integer NOT NULL,
	`problem` text,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	PRIMARY KEY(`team_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `archives_state` ON `archives` (`state`,`changed_at`);--> statement-breakpoint
CREATE INDEX `archives_ends` ON `archives` (`state`,`ends_at`);--> statement-breakpoint
CREATE TABLE `suppressions` (
	`hash` text PRIMARY KEY NOT NULL,
	`reason` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `suppressions_at` ON `suppressions` (`at`);--> statement-breakpoint
CREATE TABLE `broadcasts` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`title` text NOT NULL,
	`body` text NOT NULL,
	`after_id` text NOT NULL,
	`mailed` integer NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`finished_at` integer
);
--> statement-breakpoint
CREATE INDEX `broadcasts_open` ON `broadcasts` (`created_at`) WHERE finished_at is null;--> statement-breakpoint
CREATE TABLE `cron_runs` (
	`name` text PRIMARY KEY NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer NOT NULL,
	`done` integer NOT NULL,
	`problem` text,
	`failures` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `usage_days` (
	`day` text NOT NULL,
	`action` text NOT NULL,
	`actions` integer NOT NULL,
	`credits` integer NOT NULL,
	`teams` integer NOT NULL,
	PRIMARY KEY(`day`, `action`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `consents` (
	`team_id` text NOT NULL,
	`id` text NOT NULL,
	`purpose` text NOT NULL,
	`given_by` text NOT NULL,
	`given_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`withdrawn_at` integer,
	PRIMARY KEY(`team_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `rights_requests` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`parent_id` text,
	`team_id` text,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`details` text NOT NULL,
	`state` text NOT NULL,
	`received_at` integer NOT NULL,
	`confirmed_at` integer,
	`due_at` integer NOT NULL,
	`reminded` integer,
	`ended_at` integer,
	`outcome` text
);
--> statement-breakpoint
CREATE INDEX `rights_open` ON `rights_requests` (`due_at`) WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX `rights_ended` ON `rights_requests` (`ended_at`) WHERE ended_at is not null;--> statement-breakpoint
CREATE INDEX `rights_team` ON `rights_requests` (`team_id`,`id`) WHERE team_id is not null;--> statement-breakpoint
CREATE INDEX `rights_parent` ON `rights_requests` (`parent_id`) WHERE parent_id is not null;--> statement-breakpoint
CREATE TABLE `ticket_messages` (
	`ticket_id` text NOT NULL,
	`id` text NOT NULL,
	`author` text NOT NULL,
	`body` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`ticket_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `tickets` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text,
	`team_id` text,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`topic` text NOT NULL,
	`state` text NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `tickets_state` ON `tickets` (`state`,`changed_at`);--> statement-breakpoint
CREATE INDEX `tickets_user` ON `tickets` (`user_id`,`id`) WHERE user_id is not null;--> statement-breakpoint
CREATE INDEX `tickets_team` ON `tickets` (`team_id`) WHERE team_id is not null;--> statement-breakpoint
CREATE INDEX `tickets_changed` ON `tickets` (`changed_at`);--> statement-breakpoint
ALTER TABLE `sessions` ADD `created_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `seen_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `device` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `tokens` ADD `email` text;--> statement-breakpoint
ALTER TABLE `users` ADD `phone` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `users` ADD `restricted_at` integer;--> statement-breakpoint
ALTER TABLE `users` ADD `nameless_at` integer;--> statement-breakpoint
ALTER TABLE `contacts` ADD `restricted_at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `contacts_restricted` ON `contacts` (`team_id`,`restricted_at`,`seq`) WHERE restricted_at > 0;--> statement-breakpoint
ALTER TABLE `audit_log` ADD `visible_from` integer;--> statement-breakpoint
ALTER TABLE `teams` ADD `business_name` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `timeline` ADD `author` text;--> statement-breakpoint
INSERT INTO `mail_choices` (`user_id`, `kind`, `wanted`, `at`) SELECT `user_id`, 'statement', 1, MIN(`joined_at`) FROM `members` WHERE `statement_mail` = 1 GROUP BY `user_id`;--> statement-breakpoint
ALTER TABLE `members` DROP COLUMN `statement_mail`;