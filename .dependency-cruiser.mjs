// The arrows of the house: who may import whom, type imports and lazy ones included. `npm run arrows` reads the code for it.

/** What each room may import of our own rooms; what only as a type; which packages never. */
const rooms = [
  {
    room: "app/routes/",
    may: ["app/routes/", "app/web/", "app/components/", "app/domain/", "app/legal/"],
    types: ["workers/ledger/contract"],
    never: ["drizzle-orm", "cloudflare:workers", "stripe", "resend"],
  },
  {
    room: "app/web/",
    may: ["app/web/", "app/domain/", "app/components/contacts/status"],
    never: ["drizzle-orm", "react", "stripe", "resend"],
  },
  {
    room: "app/components/",
    may: ["app/components/", "app/web/paths"],
    never: ["drizzle-orm", "stripe", "resend", "@remix-run/cloudflare"],
  },
  {
    room: "app/domain/",
    may: ["app/domain/", "db/"],
    types: ["app/gateways/", "workers/ledger/contract"],
    never: ["@remix-run", "react", "stripe", "resend", "cloudflare:"],
  },
  { room: "app/gateways/", may: ["app/gateways/"], types: ["app/domain/", "app/emails/"], never: ["@remix-run", "react", "drizzle-orm"] },
  { room: "app/emails/", may: ["app/emails/", "app/components/"], types: ["app/domain/"], never: ["drizzle-orm", "stripe", "resend"] },
  {
    room: "app/legal/",
    may: ["app/legal/", "app/components/"],
    types: ["app/domain/core/policies"],
    never: ["drizzle-orm", "stripe", "resend"],
  },
  { room: "db/", may: ["db/"], never: ["@remix-run", "react", "stripe", "resend", "cloudflare:"] },
  { room: "workers/ledger/", may: ["workers/ledger/"], never: ["drizzle-orm", "stripe", "@remix-run", "react", "zod"] },
  { room: "workers/queue/", may: ["app/domain/", "workers/queue/"], types: ["workers/ledger/contract"], never: ["@remix-run", "react"] },
  { room: "workers/cron/", may: ["app/domain/", "workers/cron/"], types: ["workers/ledger/contract"], never: ["@remix-run", "react"] },
];

const any = (names) => `^(${names.join("|")})`;
const packages = (names) => `(^|node_modules/)(${names.join("|")})(/|$|[a-z])`;
const OURS = "^(app|db|workers|test)/";

/** The rules of one room. */
function rulesOf({ room, may, types = [], never }) {
  const name = room.slice(0, -1).replaceAll("/", "-");
  const from = { path: `^${room}` };
  return [
    {
      name: `${name}-imports-only-what-it-may`,
      from,
      to: { path: OURS, pathNot: any([...may, ...types, "app/[a-z]+\\.css"]) },
      severity: "error",
    },
    ...(types.length > 0
      ? [
          {
            name: `${name}-knows-only-types-of`,
            from,
            to: { path: any(types), pathNot: any(may), dependencyTypesNot: ["type-only"] },
            severity: "error",
          },
        ]
      : []),
    { name: `${name}-stays-away-from`, from, to: { path: packages(never) }, severity: "error" },
  ];
}

export default {
  forbidden: [
    { name: "no-circle", from: { pathNot: "node_modules" }, to: { circular: true }, severity: "error" },
    { name: "no-circle-of-folders", scope: "folder", from: { path: "^app/domain" }, to: { circular: true }, severity: "error" },
    ...rooms.flatMap(rulesOf),
    {
      name: "remix-stays-at-the-edge",
      from: { path: "^(app|db|workers)/", pathNot: "^(app/(root|entry\\.|routes\\.ts|routes/|web/|components/)|workers/(index|local/))" },
      to: { path: packages(["@remix-run"]) },
      severity: "error",
    },
    {
      name: "stripe-and-resend-behind-gateways",
      from: { path: "^(app|db|workers)/", pathNot: "^(app/gateways/|workers/local/)" },
      to: { path: packages(["stripe", "resend"]) },
      severity: "error",
    },
    {
      name: "lucia-in-one-file",
      from: { path: "^(app|db|workers)/", pathNot: "^app/domain/accounts/sessions" },
      to: { path: packages(["lucia"]) },
      severity: "error",
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(build|dist)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["workerd", "worker", "browser", "import", "types", "default"] },
  },
};
