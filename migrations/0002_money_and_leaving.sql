CREATE TABLE `billing` (
	`team_id` text PRIMARY KEY NOT NULL,
	`customer_id` text,
	`payment_method_id` text,
	`setup_session_id` text,
	`card_brand` text,
	`card_last4` text,
	`top_up` text NOT NULL,
	`threshold` integer NOT NULL,
	`pack_credits` integer NOT NULL,
	`monthly_cap_cents` integer NOT NULL,
	`attempt_id` text,
	`attempt_at` integer,
	`declines` integer NOT NULL,
	`paused_until` integer,
	`alert_below` integer,
	`alerted_at` integer
);
--> statement-breakpoint
CREATE TABLE `grants` (
	`team_id` text NOT NULL,
	`id` text NOT NULL,
	`source` text NOT NULL,
	`credits` integer NOT NULL,
	`expires_at` integer,
	`member_id` text,
	`reason` text NOT NULL,
	`at` integer NOT NULL,
	`granted_at` integer,
	PRIMARY KEY(`team_id`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `grants_open` ON `grants` (`at`) WHERE granted_at is null;--> statement-breakpoint
CREATE TABLE `ledger_heads` (
	`team_id` text NOT NULL,
	`day` text NOT NULL,
	`seq` integer NOT NULL,
	`head` text NOT NULL,
	`balance` integer NOT NULL,
	PRIMARY KEY(`team_id`, `day`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `promo_codes` (
	`code` text PRIMARY KEY NOT NULL,
	`credits` integer NOT NULL,
	`lot_days` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`redemptions_max` integer NOT NULL,
	`redemptions` integer NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `do_not_import` (
	`team_id` text NOT NULL,
	`hash` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`team_id`, `hash`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `audit_log` (
	`id` text PRIMARY KEY NOT NULL,
	`team_id` text,
	`actor_id` text NOT NULL,
	`act` text NOT NULL,
	`subject_id` text NOT NULL,
	`detail` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_log_team` ON `audit_log` (`team_id`,`id`);--> statement-breakpoint
CREATE TABLE `checks` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer,
	`looked` integer NOT NULL,
	`findings` text NOT NULL,
	`repaired` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `checks_kind` ON `checks` (`kind`,`id`);--> statement-breakpoint
CREATE INDEX `checks_started` ON `checks` (`started_at`);--> statement-breakpoint
CREATE TABLE `dead_letters` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`body` text NOT NULL,
	`received_at` integer NOT NULL,
	`resolved_at` integer
);
--> statement-breakpoint
CREATE INDEX `dead_letters_open` ON `dead_letters` (`resolved_at`,`id`);--> statement-breakpoint
CREATE INDEX `dead_letters_received` ON `dead_letters` (`received_at`);--> statement-breakpoint
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
ALTER TABLE `payment_events` ADD `payment_id` text;--> statement-breakpoint
ALTER TABLE `payment_events` ADD `team_id` text;--> statement-breakpoint
CREATE INDEX `payment_events_received` ON `payment_events` (`received_at`);--> statement-breakpoint
CREATE INDEX `payment_events_team` ON `payment_events` (`team_id`) WHERE body <> '';--> statement-breakpoint
CREATE INDEX `payment_events_bodies` ON `payment_events` (`received_at`) WHERE body <> '';--> statement-breakpoint
ALTER TABLE `purchases` ADD `kind` text DEFAULT 'pack' NOT NULL;--> statement-breakpoint
ALTER TABLE `purchases` ADD `payment_method_id` text;--> statement-breakpoint
ALTER TABLE `purchases` ADD `ticket` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `purchases` ADD `refunded_cents` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `purchases` ADD `disputed_cents` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `purchases` ADD `dispute_state` text;--> statement-breakpoint
ALTER TABLE `purchases` ADD `buyer_name` text;--> statement-breakpoint
ALTER TABLE `purchases` ADD `buyer_tax_id` text;--> statement-breakpoint
ALTER TABLE `purchases` ADD `debt` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `purchases_created` ON `purchases` (`created_at`);--> statement-breakpoint
CREATE INDEX `purchases_disputed` ON `purchases` (`dispute_state`) WHERE dispute_state is not null;--> statement-breakpoint
ALTER TABLE `members` ADD `statement_mail` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `teams` ADD `purge_at` integer;--> statement-breakpoint
CREATE INDEX `teams_purge` ON `teams` (`purge_at`) WHERE purge_at is not null;--> statement-breakpoint
CREATE INDEX `users_unconfirmed` ON `users` (`created_at`) WHERE email_verified_at is null;--> statement-breakpoint
CREATE INDEX `mails_created` ON `mails` (`created_at`);--> statement-breakpoint
CREATE INDEX `mails_team` ON `mails` (`team_id`);--> statement-breakpoint
CREATE INDEX `mails_recipient` ON `mails` (`recipient`);--> statement-breakpoint
CREATE INDEX `mails_failed` ON `mails` (`failed_at`) WHERE failed_at is not null;
--> statement-breakpoint
CREATE TRIGGER `audit_log_is_append_only` BEFORE UPDATE ON `audit_log` BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
