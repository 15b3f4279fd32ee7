CREATE TABLE `do_not_import` (
	`team_id` text NOT NULL,
	`hash` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`team_id`, `hash`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `purges` (
	`team_id` text PRIMARY KEY NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer,
	`counts` text NOT NULL,
	`final_balance` integer,
	`chain_head` text,
	`chain_seq` integer,
	`attempts` integer NOT NULL,
	`problem` text
);
--> statement-breakpoint
CREATE INDEX `purges_open` ON `purges` (`finished_at`,`started_at`);--> statement-breakpoint
CREATE TABLE `usage_totals` (
	`day` text NOT NULL,
	`action` text NOT NULL,
	`actions` integer NOT NULL,
	`credits` integer NOT NULL,
	PRIMARY KEY(`day`, `action`)
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `imports` ADD `files_gone_at` integer;--> statement-breakpoint
CREATE INDEX `imports_files` ON `imports` (`changed_at`) WHERE files_gone_at is null;--> statement-breakpoint
ALTER TABLE `teams` ADD `purge_at` integer;--> statement-breakpoint
CREATE INDEX `teams_purge` ON `teams` (`purge_at`) WHERE purge_at is not null;--> statement-breakpoint
CREATE INDEX `users_unconfirmed` ON `users` (`created_at`) WHERE email_verified_at is null;--> statement-breakpoint
CREATE INDEX `mails_created` ON `mails` (`created_at`);--> statement-breakpoint
CREATE INDEX `mails_team` ON `mails` (`team_id`);--> statement-breakpoint
CREATE INDEX `mails_recipient` ON `mails` (`recipient`);--> statement-breakpoint
CREATE INDEX `checks_started` ON `checks` (`started_at`);--> statement-breakpoint
CREATE INDEX `dead_letters_received` ON `dead_letters` (`received_at`);--> statement-breakpoint
CREATE INDEX `payment_events_team` ON `payment_events` (`team_id`) WHERE body <> '';--> statement-breakpoint
CREATE INDEX `payment_events_bodies` ON `payment_events` (`received_at`) WHERE body <> '';