import type { HeadersFunction, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requireShop } from "../shopify/require-shop.ts";
import { readAuditLog } from "../sync/privacy/audit-log.ts";
import { titled } from "../ui/page-title.ts";
import { AuditLogPage } from "../ui/privacy/audit-log-page.tsx";

export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  return { view: await readAuditLog(context.app.db, shop) };
}

export const meta = titled("audit.title");

export default function AuditLog() {
  const { view } = useLoaderData<typeof loader>();
  return <AuditLogPage view={view} />;
}
