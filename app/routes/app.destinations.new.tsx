import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { fieldsOf, readDestinations } from "../destinations/connections.ts";
import { choosableSegments } from "../segments/choosable.ts";
import { requireShop } from "../shopify/require-shop.ts";
import { useWizard } from "../ui/destinations/use-wizard.ts";
import { wizardAtOf } from "../ui/destinations/wizard-address.ts";
import { WizardPage } from "../ui/destinations/wizard-page.tsx";
import { titled } from "../ui/page-title.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireShop(request, context.app);
  const { db, clock } = context.app;
  const [{ destinations }, segments] = await Promise.all([
    readDestinations(db, shop, clock()),
    choosableSegments(db.pool, shop.shopId),
  ]);
  const connected = destinations
    .filter(({ state }) => state === "active" || state === "paused")
    .map(({ destinationId, tool, account }) => ({ destinationId, tool, account }));
  const fields = {
    klaviyo: fieldsOf("klaviyo"),
    mailchimp: fieldsOf("mailchimp"),
    brevo: fieldsOf("brevo"),
  };
  return { connected, segments, fields };
}

export const meta = titled("connecting.title");

export default function NewList() {
  const view = useLoaderData<typeof loader>();
  const [parameters] = useSearchParams();
  const at = wizardAtOf(parameters);
  const wizard = useWizard(at);
  return <WizardPage {...view} {...wizard} at={at} />;
}
