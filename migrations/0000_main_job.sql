-- Tables with a composite key are WITHOUT ROWID: one written row instead of two, and rows lie together by team.
CREATE TABLE `acceptances` (
	`user_id` text NOT NULL,
	`policy` text NOT NULL,
	`version` text NOT NULL,
	`accepted_at` integer NOT NULL,
	PRIMARY KEY(`user_id`, `policy`, `version`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `attempts` (
	`key` text PRIMARY KEY NOT NULL,
	`count` integer NOT NULL,
	`window_ends_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `tokens` (
	`hash` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`purpose` text NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`password_hash` text NOT NULL,
	`email_verified_at` integer,
	`adult_confirmed_at` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email` ON `users` (`email`);--> statement-breakpoint
CREATE TABLE `welcomes` (
	`hash` text PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `contact_handles` (
	`team_id` text NOT NULL,
	`kind` text NOT NULL,
	`value` text NOT NULL,
	`contact_id` text NOT NULL,
	PRIMARY KEY(`team_id`, `kind`, `value`, `contact_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `contact_tags` (
	`team_id` text NOT NULL,
	`tag_id` text NOT NULL,
	`contact_id` text NOT NULL,
	PRIMARY KEY(`team_id`, `tag_id`, `contact_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `contacts` (
	`seq` integer PRIMARY KEY NOT NULL,
	`team_id` text NOT NULL,
	`id` text NOT NULL,
	`first_name` text NOT NULL,
	`last_name` text NOT NULL,
	`company` text NOT NULL,
	`title` text NOT NULL,
	`status` text NOT NULL,
	`emails` text NOT NULL,
	`phones` text NOT NULL,
	`addresses` text NOT NULL,
	`tag_ids` text NOT NULL,
	`birthday` text NOT NULL,
	`website` text NOT NULL,
	`handles` text NOT NULL,
	`sort_name` text NOT NULL,
	`last_contacted_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`trashed_at` integer NOT NULL,
	`import_id` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `contacts_id` ON `contacts` (`team_id`,`id`);--> statement-breakpoint
CREATE INDEX `contacts_by_arrival` ON `contacts` (`team_id`,`trashed_at`,`seq`);--> statement-breakpoint
CREATE INDEX `contacts_by_name` ON `contacts` (`team_id`,`trashed_at`,`sort_name`,`seq`);--> statement-breakpoint
CREATE INDEX `contacts_by_last_contacted` ON `contacts` (`team_id`,`trashed_at`,`last_contacted_at`,`seq`);--> statement-breakpoint
CREATE INDEX `contacts_by_import` ON `contacts` (`team_id`,`import_id`,`seq`) WHERE import_id is not null;--> statement-breakpoint
CREATE TABLE `tags` (
	`team_id` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`colour` text NOT NULL,
	PRIMARY KEY(`team_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `tags_name` ON `tags` (`team_id`,lower(name));--> statement-breakpoint
CREATE TABLE `import_chunks` (
	`team_id` text NOT NULL,
	`import_id` text NOT NULL,
	`cursor` integer NOT NULL,
	`key` text NOT NULL,
	`seq_first` integer NOT NULL,
	`seq_last` integer NOT NULL,
	`contacts` integer NOT NULL,
	`undone_at` integer,
	PRIMARY KEY(`team_id`, `import_id`, `cursor`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `imports` (
	`team_id` text NOT NULL,
	`id` text NOT NULL,
	`member_id` text NOT NULL,
	`file_name` text NOT NULL,
	`source` text NOT NULL,
	`encoding` text NOT NULL,
	`delimiter` text NOT NULL,
	`columns` text NOT NULL,
	`samples` text NOT NULL,
	`mapping` text NOT NULL,
	`state` text NOT NULL,
	`rows_total` integer NOT NULL,
	`rows_checked` integer NOT NULL,
	`new_total` integer NOT NULL,
	`known_total` integer NOT NULL,
	`known_by_email` integer NOT NULL,
	`refused_total` integer NOT NULL,
	`cursor` integer NOT NULL,
	`attempt` integer NOT NULL,
	`stop_at` integer NOT NULL,
	`imported` integer NOT NULL,
	`known_late` integer NOT NULL,
	`taken_back` integer NOT NULL,
	`tag_id` text,
	`lenient` integer NOT NULL,
	`problem` text,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`finished_at` integer,
	PRIMARY KEY(`team_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `imports_state` ON `imports` (`state`,`changed_at`);--> statement-breakpoint
CREATE TABLE `mails` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text,
	`recipient` text NOT NULL,
	`template` text NOT NULL,
	`props` text NOT NULL,
	`attempts` integer NOT NULL,
	`due_at` integer,
	`sent_at` integer,
	`failed_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `mails_due` ON `mails` (`due_at`);--> statement-breakpoint
CREATE TABLE `drafts` (
	`team_id` text NOT NULL,
	`id` text NOT NULL,
	`member_id` text NOT NULL,
	`path` text NOT NULL,
	`body` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`team_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `drafts_created` ON `drafts` (`created_at`);--> statement-breakpoint
CREATE TABLE `payment_events` (
	`id` text PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`object_id` text NOT NULL,
	`body` text NOT NULL,
	`received_at` integer NOT NULL,
	`processed_at` integer,
	`result` text
);
--> statement-breakpoint
CREATE INDEX `payment_events_open` ON `payment_events` (`processed_at`,`received_at`);--> statement-breakpoint
CREATE TABLE `purchases` (
	`team_id` text NOT NULL,
	`id` text NOT NULL,
	`member_id` text NOT NULL,
	`credits` integer NOT NULL,
	`amount_cents` integer NOT NULL,
	`currency` text NOT NULL,
	`state` text NOT NULL,
	`session_id` text,
	`payment_id` text,
	`receipt_url` text,
	`card_brand` text,
	`card_last4` text,
	`draft_id` text,
	`created_at` integer NOT NULL,
	`paid_at` integer,
	PRIMARY KEY(`team_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `receipts` (
	`team_id` text NOT NULL,
	`key` text NOT NULL,
	`state` text NOT NULL,
	`attempt` integer NOT NULL,
	`epoch` integer NOT NULL,
	`action` text NOT NULL,
	`credits` integer NOT NULL,
	`credits_back` integer NOT NULL,
	`member_id` text NOT NULL,
	`subject_id` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`team_id`, `key`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `counters` (
	`team_id` text NOT NULL,
	`noun` text NOT NULL,
	`value` integer NOT NULL,
	PRIMARY KEY(`team_id`, `noun`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `members` (
	`team_id` text NOT NULL,
	`id` text NOT NULL,
	`user_id` text NOT NULL,
	`role` text NOT NULL,
	`joined_at` integer NOT NULL,
	PRIMARY KEY(`team_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `members_user` ON `members` (`user_id`);--> statement-breakpoint
CREATE TABLE `teams` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`default_country` text NOT NULL,
	`time_zone` text NOT NULL,
	`epoch` integer NOT NULL,
	`deactivated_at` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `timeline` (
	`team_id` text NOT NULL,
	`contact_id` text NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`member_id` text NOT NULL,
	`body` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`team_id`, `contact_id`, `id`)
) WITHOUT ROWID;
