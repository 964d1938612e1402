import {
  Badge,
  type BadgeProps,
  Banner,
  BlockStack,
  Button,
  ButtonGroup,
  Card,
  EmptyState,
  InlineGrid,
  InlineStack,
  Link,
  Page,
  Text,
} from "@shopify/polaris";
import type { ReactNode } from "react";
import type { SharedAddress, SharedAddressesView } from "../../valuation/pages/shared-addresses.ts";
import { useLocale } from "../locale.tsx";
import picture from "../states/nothing-here.svg";

type Decision = NonNullable<SharedAddress["decision"]>;

export interface AddressesPageProps {
  readonly view: SharedAddressesView;
  /** The address whose decision is on its way; null for none. */
  readonly saving: string | null;
  /** The last decision did not reach the database. */
  readonly failed: boolean;
  readonly onDecide: (email: string, decision: Decision) => void;
}

const tones: Readonly<Record<Decision | "undecided", BadgeProps["tone"]>> = {
  undecided: "attention",
  taken_out: "info",
  kept: undefined,
};

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <BlockStack gap="050">
      <Text as="h3" variant="bodySm" tone="subdued">
        {label}
      </Text>
      {children}
    </BlockStack>
  );
}

function Facts({ address }: { address: SharedAddress }) {
  const { t, format } = useLocale();
  const { customer } = address;
  return (
    <InlineGrid columns={{ xs: 2, sm: 4 }} gap="300">
      <Fact label={t("addresses.orders")}>
        <Text as="p" numeric>
          {format.number(address.orders)}
        </Text>
      </Fact>
      <Fact label={t("addresses.recipients")}>
        <Text as="p" numeric>
          {format.number(address.recipients)}
        </Text>
      </Fact>
      <Fact label={t("addresses.net_sales")}>
        <Text as="p" numeric>
          {format.money(address.netSalesMinor)}
        </Text>
      </Fact>
      <Fact label={t("addresses.customer")}>
        {customer ? (
          <Link url={`/app/customers/${customer.customerId}`}>
            {customer.name ?? t("customers.unnamed", { id: customer.customerId })}
          </Link>
        ) : (
          <Text as="p">{t("addresses.customer.none")}</Text>
        )}
      </Fact>
    </InlineGrid>
  );
}

function meaningOf({ decision, customer }: SharedAddress) {
  if (decision === "taken_out") return "addresses.taken_out";
  const key = decision === null ? "addresses.undecided" : "addresses.kept";
  return customer ? key : (`${key}.nobody` as const);
}

function AddressCard({
  address,
  saving,
  onDecide,
}: { address: SharedAddress } & Pick<AddressesPageProps, "saving" | "onDecide">) {
  const { t } = useLocale();
  const { email, decision } = address;
  const isOut = decision === "taken_out";
  const change = isOut ? "put_back" : "take_out";
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="start" gap="200">
          <div style={{ overflowWrap: "anywhere", flex: "1 1 12rem" }}>
            <Text as="h2" variant="headingMd">
              {email}
            </Text>
          </div>
          <Badge tone={tones[decision ?? "undecided"]}>
            {t(`addresses.status.${decision ?? "undecided"}`)}
          </Badge>
        </InlineStack>
        <Facts address={address} />
        <Text as="p" tone="subdued">
          {t(meaningOf(address))}
        </Text>
        <ButtonGroup>
          <Button
            loading={saving === email}
            disabled={saving !== null}
            onClick={() => onDecide(email, isOut ? "kept" : "taken_out")}
            accessibilityLabel={t(`addresses.${change}.of`, { email })}
          >
            {t(`addresses.${change}`)}
          </Button>
          {decision === null && (
            <Button
              variant="tertiary"
              disabled={saving !== null}
              onClick={() => onDecide(email, "kept")}
              accessibilityLabel={t("addresses.keep.of", { email })}
            >
              {t("addresses.keep")}
            </Button>
          )}
        </ButtonGroup>
      </BlockStack>
    </Card>
  );
}

function Nothing({ state, body }: { state: "reading" | "empty"; body: string }) {
  const { t } = useLocale();
  return (
    <Card>
      <EmptyState heading={t(`addresses.${state}.title`)} image={picture}>
        <p>{body}</p>
      </EmptyState>
    </Card>
  );
}

/** The e-mail addresses under which orders for many unlike recipients come in, and whether they count as one customer. */
export function AddressesPage({ view, saving, failed, onDecide }: AddressesPageProps) {
  const { t } = useLocale();
  const settings = { content: t("settings.title"), url: "/app/settings" };
  if (view.state === "reading") {
    return (
      <Page title={t("addresses.title")} backAction={settings}>
        <Nothing state="reading" body={t("addresses.reading.body")} />
      </Page>
    );
  }
  const rule = t("addresses.rule", { recipients: view.minRecipients });
  if (view.addresses.length === 0) {
    return (
      <Page title={t("addresses.title")} backAction={settings}>
        <Nothing state="empty" body={rule} />
      </Page>
    );
  }
  return (
    <Page title={t("addresses.title")} backAction={settings}>
      <BlockStack gap="400">
        {failed && <Banner tone="critical">{t("addresses.failed")}</Banner>}
        <div role="status">
          {view.recomputing && (
            <Banner tone="info" title={t("addresses.recomputing.title")}>
              <p>{t("addresses.recomputing.body")}</p>
            </Banner>
          )}
        </div>
        <Card>
          <BlockStack gap="200">
            <Text as="p">{rule}</Text>
            <Text as="p">{t("addresses.take_out.help")}</Text>
          </BlockStack>
        </Card>
        {view.addresses.map((address) => (
          <AddressCard key={address.email} address={address} saving={saving} onDecide={onDecide} />
        ))}
      </BlockStack>
    </Page>
  );
}
