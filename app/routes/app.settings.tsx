import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { readAlwaysHeldOutBp, saveAlwaysHeldOutBp } from "../exports/holdout.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { useLocale } from "../ui/locale.tsx";
import { titled } from "../ui/page-title.ts";
import { SettingsPage } from "../ui/settings/settings-page.tsx";
import { useRefreshWhile } from "../ui/states/refresh-while.ts";
import { useToast } from "../ui/states/toast.ts";
import { readSettings, saveSettings } from "../valuation/pages/settings.ts";

const form = z.object({
  countZeroValueOrders: z.boolean(),
  joinGuestsByEmail: z.boolean(),
  refundDating: z.enum(["order", "refund"]),
  alwaysHeldOutBp: z.number().int().min(0).max(5_000),
});

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const { db } = context.app;
  const [settings, alwaysHeldOutBp] = await Promise.all([
    readSettings(db, shop),
    readAlwaysHeldOutBp(db, shop),
  ]);
  return { view: { ...settings, alwaysHeldOutBp } };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { shop, userId } = await requireShop(request, context.app);
  const asked = form.safeParse(await request.json().catch(() => null));
  if (!asked.success) return { ok: false };
  const { alwaysHeldOutBp, ...settings } = asked.data;
  const { ok } = await saveSettings(context.app, shop, settings, userId);
  if (ok) await saveAlwaysHeldOutBp(context.app, shop, alwaysHeldOutBp, userId);
  return { ok };
}

export const meta = titled("settings.title");

export default function Settings() {
  const { view } = useLoaderData<typeof loader>();
  const { t } = useLocale();
  const { data, state, submit } = useFetcher<typeof action>();
  useRefreshWhile(view.recomputing);
  useToast(data?.ok ? data : null, t("settings.saved"));
  return (
    <SettingsPage
      view={view}
      failed={data?.ok === false}
      saving={state !== "idle"}
      onSave={(fields) => submit({ ...fields }, { method: "post", encType: "application/json" })}
    />
  );
}
