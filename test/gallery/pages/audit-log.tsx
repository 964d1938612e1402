import type { AuditLogPlace } from "../../../app/sync/privacy/audit-log.ts";
import { AuditLogPage } from "../../../app/ui/privacy/audit-log-page.tsx";
import type { GalleryPage } from "../registry.ts";
import { auditLogs } from "../views/audit-log.ts";

const latest: AuditLogPlace = { before: null, kind: null };
const drawn =
  (state: keyof typeof auditLogs, place = latest) =>
  () => <AuditLogPage view={auditLogs[state]} place={place} onPlace={() => {}} />;

export const page: GalleryPage = {
  name: "audit-log",
  path: "/app/audit-log",
  states: {
    empty: drawn("empty"),
    whole: drawn("whole"),
    changed: drawn("changed"),
    missing: drawn("missing"),
    many: drawn("many"),
    later_page: drawn("many", { before: 500, kind: "segment" }),
    none_of_a_kind: drawn("none_of_a_kind", { before: null, kind: "person" }),
  },
};
