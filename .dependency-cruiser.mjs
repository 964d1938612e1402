// Import directions of docs/architecture.md. `npm run check` fails on the first that is broken. Type imports count like any other.

const only = (folder, ...allowed) => ({
  name: folder,
  severity: "error",
  comment: `app/${folder} imports only ${allowed.join(", ") || "itself"}`,
  from: { path: `^app/${folder}/` },
  to: { path: "^app/", pathNot: [folder, ...allowed].map((part) => `^app/${part}(/|\\.)`) },
});

export default {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "nothing-imports-routes",
      severity: "error",
      from: { path: "^(app|extensions)/", pathNot: "^app/(routes/|routes\\.ts)" },
      to: { path: "^app/routes/" },
    },
    {
      name: "nothing-imports-test",
      severity: "error",
      from: { path: "^(app|extensions|prisma)", pathNot: "^extensions/[^/]+/test/" },
      to: { path: "^test/" },
    },
    { name: "clv-is-pure", severity: "error", from: { path: "^app/clv/" }, to: { pathNot: "^app/clv/" } },
    only("platform"),
    only("csv", "clv/calendar", "platform/clock"),
    only("web", "db", "platform", "runtime"),
    // clv's lists of windows and bases name columns, its kinds of costs name rules, and its definition of a channel is one for SQL and memory.
    only(
      "db",
      "platform",
      "clv/historic/windows",
      "clv/historic/basis",
      "clv/historic/cost-rules",
      "clv/acquisition/channel",
    ),
    only("jobs", "platform", "db"),
    only("shopify", "platform"),
    only("sync", "clv", "csv", "shopify", "db", "jobs", "platform"),
    only("valuation", "clv", "csv", "db", "jobs", "platform"),
    only("segments", "clv", "valuation", "db", "jobs", "platform"),
    only(
      "publishing",
      "exports",
      "segments",
      "sync",
      "shopify",
      "valuation",
      "clv",
      "db",
      "jobs",
      "platform",
    ),
    only("acquisition", "valuation", "clv", "csv", "db", "platform"),
    only("experiments", "clv", "db", "platform"),
    only("exports", "experiments", "segments", "valuation", "clv", "csv", "db", "jobs", "platform"),
    only(
      "destinations",
      "experiments",
      "exports",
      "segments",
      "sync",
      "shopify",
      "valuation",
      "clv",
      "csv",
      "db",
      "jobs",
      "platform",
    ),
    {
      name: "ui",
      severity: "error",
      comment: "app/ui imports only clv, and the types of the views that it draws (decision 004)",
      from: { path: "^app/ui/" },
      to: {
        path: "^app/",
        pathNot: "^app/(ui|clv)/",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "ui-types",
      severity: "error",
      comment: "types of views stand beside their readers in these rooms",
      from: { path: "^app/ui/" },
      to: {
        path: "^app/",
        pathNot:
          "^app/(ui|clv|acquisition|valuation|segments|publishing|experiments|exports|destinations|sync)/",
      },
    },
    {
      name: "no-unresolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^virtual:" },
    },
    {
      name: "no-dev-dependencies-in-app",
      severity: "error",
      from: { path: "^app/" },
      to: {
        dependencyTypes: ["npm-dev"],
        dependencyTypesNot: ["type-only"],
        pathNot: "remix-run/(fs-routes|dev)|^node_modules/@types",
      },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "app/db/generated|\\.css" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
