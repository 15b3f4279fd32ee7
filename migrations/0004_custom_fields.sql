CREATE TABLE `custom_fields` (
	`team_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`sensitive` integer NOT NULL,
	`removed_at` integer,
	`swept_seq` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`team_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `custom_fields_name` ON `custom_fields` (`team_id`,lower(name)) WHERE removed_at is null;--> statement-breakpoint
CREATE INDEX `custom_fields_removed` ON `custom_fields` (`removed_at`) WHERE removed_at is not null;--> statement-breakpoint
ALTER TABLE `archives` ADD `sensitive` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `contacts` ADD `custom_values` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
CREATE INDEX `rights_email` ON `rights_requests` (`email`) WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX `tickets_email` ON `tickets` (`email`);--> statement-breakpoint
UPDATE `imports` SET `samples` = '[]';
