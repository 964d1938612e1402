import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useState } from "react";
import { readStaff, type StaffAct, type StaffChange, saveStaffLimit, staffChange } from "../exports/staff.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { useLocale } from "../ui/locale.tsx";
import { titled } from "../ui/page-title.ts";
import { StaffPage } from "../ui/staff/staff-page.tsx";
import { useToast } from "../ui/states/toast.ts";

type Answer = { readonly ok: true } | { readonly ok: false; readonly problem: "not_allowed" | "unusable" };

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop, userId } = await requireShop(request, context.app);
  return { view: await readStaff(context.app.db, shop, userId) };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { shop, userId } = await requireShop(request, context.app);
  const asked = staffChange.safeParse(await request.json().catch(() => null));
  if (!asked.success) return answered({ ok: false, problem: "unusable" }, 400);
  const outcome = await saveStaffLimit(context.app, shop, asked.data, userId);
  return outcome === "saved" ? answered({ ok: true }, 200) : answered({ ok: false, problem: outcome }, 403);
}

const answered = (answer: Answer, status: number): Response => Response.json(answer, { status });

export const meta = titled("staff.title");

export default function Staff() {
  const { view } = useLoaderData<typeof loader>();
  const { t } = useLocale();
  const { data, state, submit } = useFetcher<Answer>();
  const [asked, setAsked] = useState<StaffAct | null>(null);
  useToast(data?.ok ? data : null, t("staff.saved"));
  const save = ({ act, staffIds }: StaffChange) => {
    setAsked(act);
    submit({ act, staffIds: staffIds && [...staffIds] }, { method: "post", encType: "application/json" });
  };
  return (
    <StaffPage
      view={view}
      saving={state === "idle" ? null : asked}
      failure={data?.ok === false ? data.problem : null}
      onSave={save}
    />
  );
}
