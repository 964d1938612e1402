import { AuditLogPage } from "../../../app/ui/privacy/audit-log-page.tsx";
import type { GalleryPage } from "../registry.ts";
import { auditLogs } from "../views/audit-log.ts";

const drawn = (state: keyof typeof auditLogs) => () => <AuditLogPage view={auditLogs[state]} />;

export const page: GalleryPage = {
  name: "audit-log",
  path: "/app/audit-log",
  states: {
    empty: drawn("empty"),
    whole: drawn("whole"),
    changed: drawn("changed"),
    missing: drawn("missing"),
    many: drawn("many"),
  },
};
