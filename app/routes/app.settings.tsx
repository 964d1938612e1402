import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { readAlwaysHeldOutBp, saveAlwaysHeldOutBp } from "../exports/holdout.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { useLocale } from "../ui/locale.tsx";
import { titled } from "../ui/page-title.ts";
import { parseMargin } from "../ui/settings/settings-form.ts";
import { SettingsPage } from "../ui/settings/settings-page.tsx";
import { useRefreshWhile } from "../ui/states/refresh-while.ts";
import { useToast } from "../ui/states/toast.ts";
import { readSettings, saveSettings } from "../valuation/pages/settings.ts";

const form = z.object({
  countZeroValueOrders: z.boolean(),
  joinGuestsByEmail: z.boolean(),
  refundDating: z.enum(["order", "refund"]),
  defaultMargin: z.string().max(40),
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
  const typed = form.safeParse(await request.json().catch(() => null));
  if (!typed.success) return { ok: false, errors: {} } as const;
  const { defaultMargin, alwaysHeldOutBp, ...settings } = typed.data;
  const margin = parseMargin(defaultMargin);
  if ("error" in margin) return { ok: false, errors: { defaultMargin: margin.error } } as const;
  const saved = await saveSettings(context.app, shop, { ...settings, defaultMarginBp: margin.bp }, userId);
  if (saved.ok) await saveAlwaysHeldOutBp(context.app, shop, alwaysHeldOutBp, userId);
  return saved.ok ? ({ ok: true } as const) : ({ ok: false, errors: {} } as const);
}

export const meta = titled("settings.title");

export default function Settings() {
  const { view } = useLoaderData<typeof loader>();
  const { t } = useLocale();
  const { data, state, submit } = useFetcher<typeof action>();
  const errors = data && !data.ok ? data.errors : {};
  useRefreshWhile(view.recomputing);
  useToast(data?.ok ? data : null, t("settings.saved"));
  return (
    <SettingsPage
      view={view}
      errors={errors}
      failed={data?.ok === false && !("defaultMargin" in errors)}
      saving={state !== "idle"}
      onSave={(fields) => submit({ ...fields }, { method: "post", encType: "application/json" })}
    />
  );
}
