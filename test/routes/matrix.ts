// The table of who gets what answer: rows are addresses, columns are people, first for reading and then for posting something empty. `sign-in`: they
// are sent to sign in. `leaving`: a deactivated team is led to the page where it can come back. `302`: to a page of their own. Every 404 here is an
// id of somebody else, or a page that they are not to know of; the tests beside it look at what an answer says and does.
export const people = ["nobody", "stranger", "viewer", "agent", "owner", "leaving", "operator"] as const;
export type Who = (typeof people)[number];
export type Answers = Record<Who, string>;

// `stranger`: the owner of another team. `viewer`, `agent` and `owner`: of the team whose ids stand in the address. `leaving`: the owner of a deactivated team.
const table = `
                                    nobody   stranger viewer   agent    owner    leaving  operato| nobody   stranger viewer   agent    owner    leaving  operator
/                                   200      302      302      302      302      302      302     | 405      405      405      405      405      405      405
/.well-known/security.txt           200      200      200      200      200      200      200     | 405      405      405      405      405      405      405
/analytics                          302      302      302      302      302      302      302     | 302      302      302      302      302      302      302
/companies                          sign-in  200      200      200      200      200      200     | sign-in  302      302      302      302      leaving  302
/companies/:id                      sign-in  404      200      200      200      200      404     | sign-in  400      403      400      400      leaving  400
/companies/:id/edit                 sign-in  404      403      200      200      200      404     | sign-in  400      403      400      400      leaving  400
/companies/:id/merge                sign-in  404      403      403      200      200      404     | sign-in  409      403      403      409      leaving  409
/companies/change                   sign-in  200      403      200      200      200      200     | sign-in  400      403      400      400      leaving  400
/companies/duplicates               sign-in  200      403      403      200      200      200     | 405      405      405      405      405      405      405
/companies/export.csv               sign-in  200      403      200      200      200      200     | 405      405      405      405      405      405      405
/companies/find                     sign-in  200      200      200      200      200      200     | 405      405      405      405      405      405      405
/companies/new                      sign-in  200      403      200      200      200      200     | sign-in  400      403      400      400      leaving  400
/companies/twins                    sign-in  200      200      200      200      200      200     | 405      405      405      405      405      405      405
/companies/views                    sign-in  200      200      200      200      200      200     | sign-in  400      400      400      400      leaving  400
/contacts                           sign-in  200      200      200      200      200      200     | sign-in  302      302      302      302      leaving  302
/contacts/:contactId                sign-in  404      200      200      200      200      404     | sign-in  400      403      400      400      leaving  400
/contacts/:contactId/copy.json      sign-in  404      403      200      200      200      404     | 405      405      405      405      405      405      405
/contacts/:contactId/edit           sign-in  404      403      200      200      200      404     | sign-in  400      403      400      400      leaving  400
/contacts/:contactId/erase          sign-in  404      200      200      200      200      404     | sign-in  409      403      403      302      302      409
/contacts/change                    sign-in  200      403      200      200      200      200     | sign-in  400      403      400      400      leaving  400
/contacts/export.csv                sign-in  200      403      200      200      200      200     | 405      405      405      405      405      405      405
/contacts/new                       sign-in  200      403      200      200      200      200     | sign-in  400      403      400      400      leaving  400
/contacts/twins                     sign-in  200      200      200      200      200      200     | 405      405      405      405      405      405      405
/contacts/views                     sign-in  200      200      200      200      200      200     | sign-in  400      400      400      400      leaving  400
/credits                            sign-in  200      200      200      200      200      200     | 405      405      405      405      405      405      405
/credits/auto                       sign-in  200      200      200      200      200      200     | sign-in  400      400      400      400      leaving  400
/credits/bought/:purchaseId         sign-in  404      302      302      302      302      404     | 405      405      405      405      405      405      405
/credits/budgets                    sign-in  200      200      200      200      200      200     | sign-in  400      400      400      400      leaving  400
/credits/buy                        sign-in  200      403      200      200      200      200     | sign-in  400      403      400      400      leaving  400
/credits/confirm/:purchaseId        sign-in  404      403      302      302      302      404     | sign-in  404      403      302      302      leaving  404
/credits/proof                      sign-in  200      200      200      200      200      200     | 405      405      405      405      405      405      405
/credits/purchases                  sign-in  200      200      200      200      200      200     | 405      405      405      405      405      405      405
/credits/receipts/:purchaseId       sign-in  404      200      200      200      200      404     | 405      405      405      405      405      405      405
/credits/statement                  sign-in  200      200      200      200      200      200     | sign-in  302      302      302      302      leaving  302
/credits/statement.csv              sign-in  200      200      200      200      200      200     | 405      405      405      405      405      405      405
/credits/statement.json             sign-in  200      200      200      200      200      200     | 405      405      405      405      405      405      405
/email/:token                       200      200      200      200      200      200      200     | 410      410      410      410      410      410      410
/find                               sign-in  200      200      200      200      200      200     | 405      405      405      405      405      405      405
/forgot                             200      200      200      200      200      200      200     | 400      400      400      400      400      400      400
/gone                               200      200      200      200      200      200      200     | 405      405      405      405      405      405      405
/help                               200      200      200      200      200      200      200     | 405      405      405      405      405      405      405
/hooks/resend                       405      405      405      405      405      405      405     | 400      400      400      400      400      400      400
/hooks/stripe                       405      405      405      405      405      405      405     | 400      400      400      400      400      400      400
/import                             sign-in  200      403      200      200      200      200     | sign-in  400      403      400      400      leaving  400
/import/:importId                   sign-in  404      403      200      200      200      404     | sign-in  404      403      302      302      leaving  404
/import/:importId/known.csv         sign-in  404      404      404      200      200      404     | 405      405      405      405      405      405      405
/import/:importId/refused.csv       sign-in  404      404      404      200      200      404     | 405      405      405      405      405      405      405
/join/:token                        200      200      200      200      200      200      200     | 400      400      400      400      400      400      400
/operator                           sign-in  404      404      404      404      404      200     | 405      405      405      405      405      405      405
/operator/checks                    sign-in  404      404      404      404      404      200     | sign-in  404      404      404      404      leaving  400
/operator/jobs                      sign-in  404      404      404      404      404      200     | sign-in  404      404      404      404      leaving  302
/operator/news                      sign-in  404      404      404      404      404      200     | sign-in  404      404      404      404      leaving  400
/operator/payments                  sign-in  404      404      404      404      404      200     | sign-in  404      404      404      404      leaving  302
/operator/promo                     sign-in  404      404      404      404      404      200     | sign-in  404      404      404      404      leaving  400
/operator/rights                    sign-in  404      404      404      404      404      200     | sign-in  404      404      404      404      leaving  302
/operator/support                   sign-in  404      404      404      404      404      200     | 405      405      405      405      405      405      405
/operator/support/:ticketId         sign-in  404      404      404      404      404      200     | sign-in  404      404      404      404      leaving  400
/operator/teams/:teamId             sign-in  404      404      404      404      404      200     | sign-in  404      404      404      404      leaving  400
/operator/teams/:teamId/contacts    sign-in  404      404      404      404      404      404     | 405      405      405      405      405      405      405
/operator/teams/:teamId/disclosure  sign-in  404      404      404      404      404      200     | sign-in  404      404      404      404      leaving  400
/policies/:policy/:version?         200      200      200      200      200      200      200     | 405      405      405      405      405      405      405
/prices                             200      200      200      200      200      200      200     | 405      405      405      405      405      405      405
/privacy                            302      302      302      302      302      302      302     | 405      405      405      405      405      405      405
/promises                           200      200      200      200      200      200      200     | 405      405      405      405      405      405      405
/passkeys                           sign-in  200      200      200      200      200      200     | sign-in  400      400      400      400      400      400
/prove                              sign-in  200      200      200      200      200      200     | sign-in  403      403      403      403      403      403
/reset/:token                       200      200      200      200      200      200      200     | 400      400      400      400      400      400      400
/retention                          200      200      200      200      200      200      200     | 405      405      405      405      405      405      405
/rights                             200      200      200      200      200      200      200     | 400      400      400      400      400      400      400
/rights/:requestId                  404      404      404      404      404      404      404     | 404      404      404      404      404      404      404
/second                             sign-in  200      200      200      200      200      200     | sign-in  403      403      403      403      403      403
/settings                           sign-in  200      200      200      200      200      200     | sign-in  400      400      400      400      leaving  400
/settings/archive                   sign-in  200      404      404      200      200      200     | sign-in  302      404      404      302      302      302
/settings/archive/:file             sign-in  404      404      404      200      200      404     | 405      405      405      405      405      405      405
/settings/audit                     sign-in  200      404      404      200      200      200     | 405      405      405      405      405      405      405
/settings/audit.csv                 sign-in  200      404      404      200      200      200     | 405      405      405      405      405      405      405
/settings/audit/:actId              sign-in  404      404      404      200      200      404     | 405      405      405      405      405      405      405
/settings/erase                     sign-in  200      200      200      200      200      200     | sign-in  403      403      403      403      403      403
/settings/fields                    sign-in  200      200      200      200      200      200     | sign-in  400      400      400      400      leaving  400
/settings/fields/:fieldId           sign-in  404      403      403      200      200      404     | sign-in  404      403      403      400      leaving  404
/settings/leave                     sign-in  200      200      200      200      200      200     | sign-in  403      403      403      403      403      403
/settings/me.json                   sign-in  200      200      200      200      200      200     | 405      405      405      405      405      405      405
/settings/members                   sign-in  200      200      200      200      200      200     | sign-in  400      400      400      400      leaving  400
/settings/members/:memberId         sign-in  404      200      200      200      200      404     | sign-in  404      400      400      400      leaving  404
/settings/privacy                   sign-in  200      200      200      200      200      200     | sign-in  400      400      400      400      400      400
/settings/requests                  sign-in  200      200      200      200      200      200     | sign-in  302      302      302      302      302      302
/settings/groups                    sign-in  200      200      200      200      200      200     | sign-in  400      403      403      400      leaving  400
/settings/groups/:groupId           sign-in  404      403      403      200      200      404     | sign-in  404      403      403      400      leaving  404
/settings/roles                     sign-in  200      200      200      200      200      200     | sign-in  400      403      403      400      leaving  400
/settings/roles/:roleId             sign-in  404      403      403      200      200      404     | sign-in  404      403      403      400      leaving  404
/settings/tags                      sign-in  200      200      200      200      200      200     | sign-in  400      400      400      400      leaving  400
/settings/team                      sign-in  200      200      200      200      200      200     | sign-in  400      400      400      400      leaving  400
/sign-in                            200      302      302      302      302      302      302     | 400      302      302      302      302      302      302
/sign-in/passkey                    sign-in  sign-in  sign-in  sign-in  sign-in  sign-in  sign-in | sign-in  sign-in  sign-in  sign-in  sign-in  sign-in  sign-in
/sign-in/second                     sign-in  sign-in  sign-in  sign-in  sign-in  sign-in  sign-in | sign-in  sign-in  sign-in  sign-in  sign-in  sign-in  sign-in
/sign-up                            200      302      302      302      302      302      302     | 400      302      302      302      302      302      302
/status                             200      200      200      200      200      200      200     | 405      405      405      405      405      405      405
/stop/:token                        200      200      200      200      200      200      200     | 410      410      410      410      410      410      410
/subprocessors                      200      200      200      200      200      200      200     | 405      405      405      405      405      405      405
/support                            200      200      200      200      200      200      200     | 400      400      400      400      400      400      400
/support/:ticketId                  404      404      404      404      200      200      404     | 404      404      404      404      400      400      404
/teams                              sign-in  200      200      200      200      200      200     | sign-in  400      400      400      400      400      400
/terms                              302      302      302      302      302      302      302     | 405      405      405      405      405      405      405
/theme                              302      302      302      302      302      302      302     | 302      302      302      302      302      302      302
/undo                               302      302      302      302      302      302      302     | sign-in  302      302      302      302      leaving  302
/unsubscribe/:token                 404      404      404      404      404      404      404     | 404      404      404      404      404      404      404
/verify                             302      302      302      302      302      302      302     | sign-in  302      302      302      302      leaving  302
/verify/:token                      200      200      200      200      200      200      200     | 400      400      400      400      400      400      400
`;

const toAnswers = (cells: string[]): Answers => Object.fromEntries(people.map((who, n) => [who, cells[n] ?? ""])) as Answers;

/** What each may expect, by the address as the routes declare it. */
export const expected: Record<string, { GET: Answers; POST: Answers }> = Object.fromEntries(
  table
    .trim()
    .split("\n")
    .slice(1)
    .map((row) => {
      const [pattern = "", ...answers] = row.split(/[\s|]+/);
      return [pattern, { GET: toAnswers(answers.slice(0, people.length)), POST: toAnswers(answers.slice(people.length)) }];
    }),
);
