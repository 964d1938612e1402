// Import directions of docs/architecture.md. `npm run check` fails on the first that is broken.

const only = (name, folder, allowed, extra = {}) => ({
  name,
  severity: "error",
  comment: `app/${folder} imports only ${allowed.join(", ") || "itself"}`,
  from: { path: `^app/${folder}/`, ...extra },
  to: { path: "^app/", pathNot: [folder, ...allowed].map((part) => `^app/${part}(/|\\.)`) },
});

const notTypes = (rule) => ({ ...rule, to: { ...rule.to, dependencyTypesNot: ["type-only"] } });

export default {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "nothing-imports-routes",
      severity: "error",
      from: { path: "^(app|extensions)/", pathNot: "^app/(routes/|routes\\.ts)" },
      to: { path: "^app/routes/" },
    },
    {
      name: "nothing-imports-test",
      severity: "error",
      from: { path: "^(app|extensions|prisma)" },
      to: { path: "^test/" },
    },
    {
      name: "clv-is-pure",
      severity: "error",
      from: { path: "^app/clv/" },
      to: { pathNot: "^app/clv/" },
    },
    only("platform", "platform", []),
    only("db", "db", ["platform"]),
    notTypes(only("shopify", "shopify", ["platform"])),
    notTypes(only("jobs", "jobs", ["platform", "db"])),
    notTypes(only("sync", "sync", ["clv", "shopify", "db", "jobs", "platform"])),
    notTypes(only("valuation", "valuation", ["clv", "db", "jobs", "platform"])),
    notTypes(only("segments", "segments", ["clv", "valuation", "db", "jobs", "platform"])),
    notTypes(only("exports", "exports", ["segments", "valuation", "clv", "db", "jobs", "platform"])),
    notTypes(only("ui", "ui", ["clv"])),
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
