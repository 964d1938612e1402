import type { HeadersFunction, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useNavigate } from "@remix-run/react";
import { requireShop } from "../shopify/require-shop.ts";
import { auditPlace, readAuditLog } from "../sync/privacy/audit-log.ts";
import { titled } from "../ui/page-title.ts";
import { AuditLogPage, auditAddress } from "../ui/privacy/audit-log-page.tsx";

export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const place = auditPlace(new URL(request.url).searchParams);
  return { view: await readAuditLog(context.app.db, shop, place), place };
}

export const meta = titled("audit.title");

export default function AuditLog() {
  const { view, place } = useLoaderData<typeof loader>();
  const navigate = useNavigate();
  return <AuditLogPage view={view} place={place} onPlace={(wanted) => navigate(auditAddress(wanted))} />;
}
