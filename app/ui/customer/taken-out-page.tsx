import { Card, EmptyState, Page } from "@shopify/polaris";
import type { TakenOutCustomer } from "../../valuation/pages/shared-addresses.ts";
import { useLocale } from "../locale.tsx";
import picture from "../states/nothing-here.svg";
import { useBackAddress } from "./back-address.ts";

/** A customer who has no figures because an address of theirs is taken out of them. */
export function TakenOutPage({ customer }: { customer: TakenOutCustomer }) {
  const { t } = useLocale();
  const back = useBackAddress();
  const { customerId, name, address } = customer;
  return (
    <Page
      backAction={{ content: t(`customer.back.${back.of}`), url: back.url }}
      title={name ?? address}
      primaryAction={{
        content: t("customer.view_in_shopify"),
        primary: false,
        url: `shopify://admin/customers/${customerId}`,
        target: "_top",
      }}
    >
      <Card>
        <EmptyState
          heading={t("addresses.customer_out.title")}
          image={picture}
          action={{ content: t("addresses.customer_out.action"), url: "/app/addresses" }}
        >
          <p>{t("addresses.customer_out.body", { email: address })}</p>
        </EmptyState>
      </Card>
    </Page>
  );
}
