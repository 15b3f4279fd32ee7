CREATE TABLE `bulk_edits` (
	`team_id` text NOT NULL,
	`id` text NOT NULL,
	`noun` text NOT NULL,
	`member_id` text NOT NULL,
	`state` text NOT NULL,
	`change` text NOT NULL,
	`query` text NOT NULL,
	`ids` text,
	`cursor` text,
	`changed` integer DEFAULT 0 NOT NULL,
	`passed_over` integer DEFAULT 0 NOT NULL,
	`taken_back` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	PRIMARY KEY(`team_id`, `id`)
);
--> statement-breakpoint
CREATE INDEX `bulk_edits_open` ON `bulk_edits` (`state`,`changed_at`);--> statement-breakpoint
CREATE TABLE `bulk_undos` (
	`team_id` text NOT NULL,
	`bulk_id` text NOT NULL,
	`record_id` text NOT NULL,
	`before` text NOT NULL,
	`changed_at` integer NOT NULL,
	PRIMARY KEY(`team_id`, `bulk_id`, `record_id`)
);
--> statement-breakpoint
CREATE TABLE `saved_views` (
	`team_id` text NOT NULL,
	`id` text NOT NULL,
	`noun` text NOT NULL,
	`member_id` text NOT NULL,
	`name` text NOT NULL,
	`shared` integer DEFAULT false NOT NULL,
	`query` text NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	PRIMARY KEY(`team_id`, `id`)
);
--> statement-breakpoint
CREATE TABLE `view_marks` (
	`team_id` text NOT NULL,
	`member_id` text NOT NULL,
	`view_id` text NOT NULL,
	`noun` text NOT NULL,
	`pinned` integer DEFAULT false NOT NULL,
	`is_default` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`team_id`, `member_id`, `view_id`)
);
