DROP INDEX `custom_fields_name`;--> statement-breakpoint
ALTER TABLE `custom_fields` ADD `noun` text DEFAULT 'contact' NOT NULL;--> statement-breakpoint
ALTER TABLE `custom_fields` ADD `kind` text DEFAULT 'text' NOT NULL;--> statement-breakpoint
ALTER TABLE `custom_fields` ADD `required` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `custom_fields` ADD `help` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `custom_fields` ADD `preset` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `custom_fields` ADD `choices` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `custom_fields` ADD `currency` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `custom_fields` ADD `position` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `custom_fields_name` ON `custom_fields` (`team_id`,`noun`,lower(name)) WHERE removed_at is null;--> statement-breakpoint
ALTER TABLE `companies` ADD `custom_values` text DEFAULT '{}' NOT NULL;