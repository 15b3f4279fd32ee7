ALTER TABLE `tokens` ADD `session_id` text;--> statement-breakpoint
ALTER TABLE `tickets` ADD `proven_at` integer;--> statement-breakpoint
CREATE INDEX `mails_waiting` ON `mails` (`template`,`due_at`) WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX `purchases_unsettled` ON `purchases` (`created_at`) WHERE state in ('open', 'waiting', 'confirm');