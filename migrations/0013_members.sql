CREATE TABLE `handovers` (
	`team_id` text PRIMARY KEY NOT NULL,
	`from_id` text NOT NULL,
	`to_id` text NOT NULL,
	`at` integer NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `invitations` (
	`team_id` text NOT NULL,
	`id` text NOT NULL,
	`email` text NOT NULL,
	`role` text NOT NULL,
	`role_id` text,
	`member_id` text NOT NULL,
	`hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	PRIMARY KEY(`team_id`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invitations_hash` ON `invitations` (`hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `invitations_email` ON `invitations` (`team_id`,`email`);--> statement-breakpoint
CREATE INDEX `invitations_for` ON `invitations` (`email`);--> statement-breakpoint
CREATE INDEX `invitations_end` ON `invitations` (`expires_at`);--> statement-breakpoint
CREATE TABLE `roles` (
	`team_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`acts` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`team_id`, `id`)
);
--> statement-breakpoint
DROP INDEX `members_user`;--> statement-breakpoint
ALTER TABLE `members` ADD `role_id` text;--> statement-breakpoint
ALTER TABLE `members` ADD `deactivated_at` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `members_user` ON `members` (`user_id`,`team_id`);--> statement-breakpoint
ALTER TABLE `sessions` ADD `team_id` text;