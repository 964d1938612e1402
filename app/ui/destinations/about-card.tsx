import { BlockStack, Card, Link, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import type { ListView } from "../../destinations/lists.ts";
import { useLocale } from "../locale.tsx";
import { segmentName } from "../segments/segment-name.ts";
import { destinationAddress } from "./addresses.ts";

function Line({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <BlockStack gap="050">
      <Text as="h3" variant="bodySm" tone="subdued">
        {label}
      </Text>
      <Text as="p" breakWord>
        {children}
      </Text>
    </BlockStack>
  );
}

/** What was chosen when the list was started. */
export function AboutCard({ list }: { readonly list: ListView }) {
  const { t, format } = useLocale();
  const { segment, destination, toolListName, fields, heldOutBp, startedAt, startedBy } = list;
  const tool = t(`destinations.tool.${destination.tool}`);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          {t("kept.about")}
        </Text>
        <Line label={t("kept.about.segment")}>
          <Link url={`/app/segments/${segment.key}`}>{segmentName(segment, t)}</Link>
        </Line>
        <Line label={t("kept.about.list", { tool })}>{toolListName}</Line>
        <Line label={t("kept.about.account")}>
          <Link url={destinationAddress(destination.destinationId)}>
            {t("destinations.account", { tool, account: destination.account })}
          </Link>
        </Line>
        <Line label={t("kept.about.fields")}>
          {fields.length === 0
            ? t("kept.about.fields.none")
            : format.list([
                t("exports.column.email"),
                ...fields.map((field) => t(`exports.column.${field}`)),
              ])}
        </Line>
        <Line label={t("kept.about.held_out")}>
          {heldOutBp === 0 ? t("kept.about.held_out.none") : format.percent(heldOutBp / 10_000, 0)}
        </Line>
        <Line label={t("kept.about.started")}>
          {t("kept.about.by", { when: format.instant(startedAt), id: startedBy })}
        </Line>
      </BlockStack>
    </Card>
  );
}
