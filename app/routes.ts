// The table of contents: every address of the app once, with the file that answers it. Those under app.tsx are drawn in the app's frame.
import { index, layout, prefix, type RouteConfig, route } from "@remix-run/route-config";

/** What the list of every noun has: the page, a change to many, its saved views. Which noun it is, they read from the address. */
const listPages = (plural: string) => [
  index("routes/records/list.tsx", { id: `${plural}/list` }),
  route("change", "routes/records/change.tsx", { id: `${plural}/change` }),
  route("views", "routes/records/views.tsx", { id: `${plural}/views` }),
];

/** The pages of a noun with a card. */
const recordPages = (plural: string) =>
  prefix(plural, [
    ...listPages(plural),
    ...["new", ":id", ":id/edit", ":id/merge", "duplicates"].map((path) => {
      const file = { ":id": "record", ":id/edit": "edit", ":id/merge": "merge" }[path] ?? path;
      return route(path, `routes/records/${file}.tsx`, { id: `${plural}/${file}` });
    }),
  ]);

/** What the same nouns answer without a page. */
const recordAnswers = (plural: string) =>
  prefix(plural, [
    route("find", "routes/records/find.tsx", { id: `${plural}/find` }),
    route("twins", "routes/records/twins.tsx", { id: `${plural}/twins` }),
    route("export.csv", "routes/records/export.tsx", { id: `${plural}/export` }),
  ]);

export default [
  index("routes/site/landing.tsx"),
  route("prices", "routes/site/prices.tsx"),
  route("help", "routes/site/help.tsx"),
  route("status", "routes/site/status.tsx"),
  route("theme", "routes/site/theme.tsx"),
  route("analytics", "routes/site/analytics.tsx"),

  // Ways in and out.
  route("sign-up", "routes/accounts/signUp.tsx"),
  route("sign-in", "routes/accounts/signIn.tsx"),
  route("sign-in/second", "routes/accounts/second.tsx"),
  route("sign-in/passkey", "routes/accounts/passkey.tsx"),
  route("second", "routes/accounts/ownSecond.tsx"),
  route("passkeys", "routes/accounts/ownPasskeys.tsx"),
  route("prove", "routes/accounts/prove.tsx"),
  route("sign-out", "routes/accounts/signOut.tsx"),
  route("forgot", "routes/accounts/forgot.tsx"),
  route("reset/:token", "routes/accounts/reset.tsx"),
  route("verify", "routes/accounts/verify.tsx"),
  route("verify/:token", "routes/accounts/verifyLink.tsx"),
  route("email/:token", "routes/accounts/emailLink.tsx"),
  route("stop/:token", "routes/accounts/stop.tsx"),
  route("join/:token", "routes/accounts/join.tsx"),
  route("teams", "routes/teams/mine.tsx"),
  route("unsubscribe/:token", "routes/mail/unsubscribe.tsx"),
  route("gone", "routes/leaving/gone.tsx"),

  layout("routes/app.tsx", [
    ...prefix("contacts", [
      ...listPages("contacts"),
      route("new", "routes/contacts/new.tsx"),
      route(":contactId", "routes/contacts/contact.tsx"),
      route(":contactId/edit", "routes/contacts/edit.tsx"),
      route(":contactId/erase", "routes/contacts/erase.tsx"),
    ]),
    ...recordPages("companies"),
    ...prefix("import", [index("routes/imports/list.tsx"), route(":importId", "routes/imports/import.tsx")]),
    route("credits", "routes/credits/tabs.tsx", [
      index("routes/credits/overview.tsx"),
      route("statement", "routes/credits/statement.tsx"),
      route("purchases", "routes/credits/purchases.tsx"),
      route("receipts/:purchaseId", "routes/credits/receipt.tsx"),
      route("buy", "routes/credits/buy.tsx"),
      route("bought/:purchaseId", "routes/credits/bought.tsx"),
      route("confirm/:purchaseId", "routes/credits/confirm.tsx"),
      route("budgets", "routes/credits/budgets.tsx"),
      route("auto", "routes/credits/autoTopUp.tsx"),
      route("proof", "routes/credits/proof.tsx"),
    ]),
    layout("routes/teams/tabs.tsx", [
      route("settings", "routes/accounts/you.tsx"),
      ...prefix("settings", [
        route("team", "routes/teams/team.tsx"),
        route("members", "routes/teams/members.tsx"),
        route("members/:memberId", "routes/teams/member.tsx"),
        route("groups", "routes/teams/groups.tsx"),
        route("groups/:groupId", "routes/teams/group.tsx"),
        route("roles", "routes/teams/roles.tsx"),
        route("roles/:roleId", "routes/teams/role.tsx"),
        route("tags", "routes/contacts/tags.tsx"),
        route("fields", "routes/fields/list.tsx"),
        route("fields/:fieldId", "routes/fields/edit.tsx"),
        route("audit", "routes/teams/audit.tsx"),
        route("audit/:actId", "routes/teams/act.tsx"),
        route("archive", "routes/archives/archive.tsx"),
        route("requests", "routes/privacy/requests.tsx"),
        route("privacy", "routes/accounts/privacy.tsx"),
        route("erase", "routes/accounts/erase.tsx"),
        route("leave", "routes/leaving/leave.tsx"),
      ]),
    ]),
    route("operator", "routes/operations/tabs.tsx", [
      index("routes/operations/teams.tsx"),
      route("teams/:teamId", "routes/operations/team.tsx"),
      route("teams/:teamId/contacts", "routes/operations/contacts.tsx"),
      route("teams/:teamId/disclosure", "routes/operations/disclosure.tsx"),
      route("payments", "routes/operations/payments.tsx"),
      route("jobs", "routes/operations/jobs.tsx"),
      route("checks", "routes/operations/checks.tsx"),
      route("rights", "routes/operations/rights.tsx"),
      route("support", "routes/operations/tickets.tsx"),
      route("support/:ticketId", "routes/operations/ticket.tsx"),
      route("news", "routes/operations/news.tsx"),
      route("promo", "routes/operations/promo.tsx"),
    ]),
  ]),

  // What is fetched, or posted, without a page of its own.
  ...recordAnswers("companies"),
  route("find", "routes/records/findAll.tsx"),
  route("undo", "routes/records/undo.tsx"),
  route("contacts/twins", "routes/contacts/twins.tsx"),
  route("contacts/export.csv", "routes/contacts/export.tsx"),
  route("contacts/:contactId/copy.json", "routes/contacts/copy.tsx"),
  route("import/:importId/known.csv", "routes/imports/known.tsx"),
  route("import/:importId/refused.csv", "routes/imports/refused.tsx"),
  route("credits/statement.csv", "routes/credits/statementCsv.tsx"),
  route("credits/statement.json", "routes/credits/statementJson.tsx"),
  route("settings/audit.csv", "routes/teams/auditCsv.tsx"),
  route("settings/archive/:file", "routes/archives/file.tsx"),
  route("settings/me.json", "routes/accounts/copy.tsx"),
  route("hooks/stripe", "routes/hooks/stripe.tsx"),
  route("hooks/resend", "routes/hooks/resend.tsx"),

  // What is promised, and the people who are in a team's data.
  route("promises", "routes/policies/promises.tsx"),
  route("retention", "routes/policies/retention.tsx"),
  route("subprocessors", "routes/policies/subprocessors.tsx"),
  route("policies/:policy/:version?", "routes/policies/policy.tsx"),
  route("privacy", "routes/policies/privacy.tsx"),
  route("terms", "routes/policies/terms.tsx"),
  route(".well-known/security.txt", "routes/policies/securityTxt.tsx"),
  route("rights", "routes/privacy/ask.tsx"),
  route("rights/:requestId", "routes/privacy/request.tsx"),
  route("support", "routes/support/ask.tsx"),
  route("support/:ticketId", "routes/support/ticket.tsx"),
] satisfies RouteConfig;
