// Every address of the app, in one place. Links are built here, so that a renamed route does not leave a dead one.

function withQuery(path: string, query: Record<string, string | number | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== null && value !== undefined && value !== "") search.set(name, String(value));
  const text = search.toString();
  return text === "" ? path : `${path}?${text}`;
}

export interface StatementQuery {
  before?: number | null;
  /** "2026-11" */
  month?: string;
  action?: string;
  member?: string;
}

export const paths = {
  landing: () => "/",
  signIn: (to?: string, passkey?: "refused" | "many") => withQuery("/sign-in", { to, passkey }),
  signUp: () => "/sign-up",
  signOut: () => "/sign-out",
  second: (to?: string) => withQuery("/sign-in/second", { to }),
  ownSecond: () => "/second",
  passkey: (to?: string) => withQuery("/sign-in/passkey", { to }),
  ownPasskeys: () => "/passkeys",
  prove: (to?: string) => withQuery("/prove", { to }),
  forgot: () => "/forgot",
  verify: () => "/verify",
  /** Of any noun, by the first part of its addresses. */
  records: (plural: string, query: Record<string, string | null | undefined> = {}) => withQuery(`/${plural}`, query),
  newRecord: (plural: string, query: Record<string, string | undefined> = {}) => withQuery(`/${plural}/new`, query),
  record: (plural: string, id: string, query: { draft?: string; before?: string | null } = {}) => withQuery(`/${plural}/${id}`, query),
  editRecord: (plural: string, id: string) => `/${plural}/${id}/edit`,
  mergeRecord: (plural: string, id: string, query: { with?: string } = {}) => withQuery(`/${plural}/${id}/merge`, query),
  twinRecords: (plural: string) => `/${plural}/twins`,
  findRecords: (plural: string, query: { search?: string } = {}) => withQuery(`/${plural}/find`, query),
  sharedRecords: (plural: string, query: { after?: string } = {}) => withQuery(`/${plural}/duplicates`, query),
  changeRecords: (plural: string, query: Record<string, string | undefined> = {}) => withQuery(`/${plural}/change`, query),
  views: (plural: string) => `/${plural}/views`,
  exportedRecords: (plural: string, query: Record<string, string | undefined> = {}) => withQuery(`/${plural}/export.csv`, query),
  contacts: (
    query: {
      search?: string;
      status?: string | null;
      tag?: string | null;
      /** The id of theirs. */
      company?: string | null;
      sort?: string;
      trash?: string;
      restricted?: string;
      after?: string | null;
    } = {},
  ) => withQuery("/contacts", query),
  newContact: (query: { draft?: string; firstName?: string; company?: string; after?: string } = {}) => withQuery("/contacts/new", query),
  contact: (id: string, query: { draft?: string; before?: string | null } = {}) => withQuery(`/contacts/${id}`, query),
  copyOfContact: (id: string) => `/contacts/${id}/copy.json`,
  eraseContact: (id: string) => `/contacts/${id}/erase`,
  editContact: (id: string) => `/contacts/${id}/edit`,
  twins: () => "/contacts/twins",
  exported: (query: { with?: "sensitive"; search?: string; status?: string | null; tag?: string | null; company?: string | null } = {}) =>
    withQuery("/contacts/export.csv", query),
  imports: (query: { of?: string } = {}) => withQuery("/import", query),
  import: (id: string) => `/import/${id}`,
  refusedRows: (id: string) => `/import/${id}/refused.csv`,
  knownRows: (id: string) => `/import/${id}/known.csv`,
  credits: () => "/credits",
  buy: (query: { pack?: number; draft?: string } = {}) => withQuery("/credits/buy", query),
  statement: (query: StatementQuery = {}) => withQuery("/credits/statement", { ...query }),
  statementCsv: (query: StatementQuery = {}) => withQuery("/credits/statement.csv", { ...query }),
  statementJson: () => "/credits/statement.json",
  budgets: () => "/credits/budgets",
  autoTopUp: () => "/credits/auto",
  proof: () => "/credits/proof",
  purchases: (query: { before?: string | null } = {}) => withQuery("/credits/purchases", query),
  receipt: (id: string) => `/credits/receipts/${id}`,
  confirm: (id: string) => `/credits/confirm/${id}`,
  bought: (id: string) => `/credits/bought/${id}`,
  undo: () => "/undo",
  find: (query: { search?: string } = {}) => withQuery("/find", query),
  settings: () => "/settings",
  team: () => "/settings/team",
  tags: (query: { "delete-tag"?: string } = {}) => withQuery("/settings/tags", query),
  members: (query: { role?: string } = {}) => withQuery("/settings/members", query),
  member: (id: string) => `/settings/members/${id}`,
  groups: () => "/settings/groups",
  group: (id: string) => `/settings/groups/${id}`,
  roles: () => "/settings/roles",
  role: (id: string) => `/settings/roles/${id}`,
  teams: () => "/teams",
  join: (token: string) => `/join/${token}`,
  customFields: (query: { of?: string; remove?: string } = {}) => withQuery("/settings/fields", query),
  customField: (id: string) => `/settings/fields/${id}`,
  auditLog: (query: { before?: string | null } = {}) => withQuery("/settings/audit", query),
  auditCsv: () => "/settings/audit.csv",
  certificate: (actId: string) => `/settings/audit/${actId}`,
  yourData: (query: { before?: string | null } = {}) => withQuery("/settings/privacy", query),
  yourCopy: () => "/settings/me.json",
  eraseAccount: () => "/settings/erase",
  gone: () => "/gone",
  archives: () => "/settings/archive",
  archiveFile: (id: string, query: { for?: "moving" } = {}) => withQuery(`/settings/archive/${id}.zip`, query),
  requests: () => "/settings/requests",
  leave: () => "/settings/leave",
  retention: () => "/retention",
  theme: () => "/theme",
  prices: () => "/prices",
  help: () => "/help",
  policy: (name: string, version?: string) => (version ? `/policies/${name}/${version}` : `/policies/${name}`),
  subprocessors: () => "/subprocessors",
  promises: () => "/promises",
  rights: (query: { kind?: string } = {}) => withQuery("/rights", query),
  rightsRequest: (id: string, key: string) => withQuery(`/rights/${id}`, { key }),
  support: () => "/support",
  ticket: (id: string, key: string | null = null) => withQuery(`/support/${id}`, { key }),
  analytics: () => "/analytics",
  status: () => "/status",
  operator: (query: { before?: string | null } = {}) => withQuery("/operator", query),
  operatorTeam: (id: string) => `/operator/teams/${id}`,
  operatorPayments: () => "/operator/payments",
  operatorJobs: () => "/operator/jobs",
  operatorChecks: () => "/operator/checks",
  operatorPromo: () => "/operator/promo",
  operatorRights: () => "/operator/rights",
  operatorSupport: () => "/operator/support",
  operatorTicket: (id: string) => `/operator/support/${id}`,
  operatorNews: () => "/operator/news",
  operatorDisclosure: (id: string) => `/operator/teams/${id}/disclosure`,
  operatorLook: (id: string) => `/operator/teams/${id}/contacts`,
};
