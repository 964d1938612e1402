import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireShop } from "../shopify/require-shop.ts";
import { choosePerson } from "../sync/privacy/choose-person.ts";
import { MARKS, markRequest, readDataRequests } from "../sync/privacy/data-requests.ts";
import { useLocale } from "../ui/locale.tsx";
import { titled } from "../ui/page-title.ts";
import { DataRequestsPage } from "../ui/privacy/data-requests-page.tsx";
import { useToast } from "../ui/states/toast.ts";

const marking = z.object({ requestId: z.uuid(), mark: z.enum(MARKS) });
const choosing = z.object({
  requestId: z.uuid(),
  person: z.union([z.literal("none"), z.coerce.number().int().positive()]),
});
const form = z.union([marking, choosing]);

export const headers: HeadersFunction = () => ({ "Cache-Control": "no-store" });

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  return { view: await readDataRequests(context.app.db, shop, context.app.clock()) };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { shop, userId } = await requireShop(request, context.app);
  const fields = await request.formData().catch(() => new FormData());
  const given = form.safeParse(Object.fromEntries(fields));
  if (!given.success) throw new Response(null, { status: 400 });
  const { db, clock } = context.app;
  if ("person" in given.data) {
    const { requestId, person } = given.data;
    const customerId = person === "none" ? null : person;
    const done = await choosePerson(context.app, shop, requestId, customerId, userId);
    return { marked: done ? (customerId === null ? ("not_found" as const) : ("identified" as const)) : null };
  }
  const { requestId, mark } = given.data;
  const done = await markRequest(db, shop, requestId, mark, userId, clock());
  return { marked: done ? mark : null };
}

export const meta = titled("privacy.title");

export default function DataRequests() {
  const { view } = useLoaderData<typeof loader>();
  const { t } = useLocale();
  const { data, state, submit } = useFetcher<typeof action>();
  useToast(data?.marked ? data : null, t(`privacy.${data?.marked ?? "handed_over"}`));
  return (
    <DataRequestsPage
      view={view}
      saving={state !== "idle"}
      onMark={(requestId, mark) => submit({ requestId, mark }, { method: "post" })}
      onChoose={(requestId, customerId) =>
        submit({ requestId, person: customerId ?? "none" }, { method: "post" })
      }
    />
  );
}
