import { BlockStack, Box, Button, Divider, InlineStack, Popover, Text } from "@shopify/polaris";
import { QuestionCircleIcon } from "@shopify/polaris-icons";
import { useState } from "react";
import { useLocale } from "../locale.tsx";
import type { MessageKey, MessageValues } from "../messages/catalogue.ts";
import styles from "./explain.module.css";

export interface ExplainInput {
  readonly label: string;
  readonly value: string;
}

export interface ExplainProps {
  /** The figure that is explained, as it is named on the page. */
  readonly figure: string;
  readonly formula: MessageKey;
  /** What the formula's own words need, such as a number of days. */
  readonly values?: MessageValues;
  readonly inputs?: readonly ExplainInput[];
  readonly result?: string;
  /** What counts and what does not. */
  readonly note?: MessageKey;
  /** `icon` beside a figure, `link` under one. */
  readonly look?: "icon" | "link";
}

/** "How is this calculated?": the formula in words, and the numbers that went into it. */
export function Explain({ figure, formula, values, inputs = [], result, note, look = "icon" }: ExplainProps) {
  const { t } = useLocale();
  const [open, setOpen] = useState(false);
  const label = t("explain.of", { figure });
  const onClick = () => setOpen(!open);
  const activator =
    look === "icon" ? (
      <Button variant="plain" icon={QuestionCircleIcon} accessibilityLabel={label} onClick={onClick} />
    ) : (
      <Button variant="plain" textAlign="start" accessibilityLabel={label} onClick={onClick}>
        {t("explain.question")}
      </Button>
    );
  return (
    <span className={styles.explain}>
      <Popover
        active={open}
        activator={activator}
        onClose={() => setOpen(false)}
        ariaHaspopup="dialog"
        autofocusTarget="container"
      >
        <Box padding="400" maxWidth="360px">
          <BlockStack gap="300">
            <Text as="h3" variant="headingSm">
              {figure}
            </Text>
            <Text as="p">{t(formula, values)}</Text>
            {inputs.length > 0 && (
              <BlockStack gap="150">
                <Divider />
                {inputs.map(({ label: input, value }) => (
                  <InlineStack key={input} align="space-between" gap="400" wrap={false}>
                    <Text as="span" tone="subdued">
                      {input}
                    </Text>
                    <Text as="span" numeric alignment="end">
                      {value}
                    </Text>
                  </InlineStack>
                ))}
                {result !== undefined && (
                  <>
                    <Divider />
                    <InlineStack align="space-between" gap="400" wrap={false}>
                      <Text as="span" fontWeight="semibold">
                        {t("explain.result")}
                      </Text>
                      <Text as="span" numeric fontWeight="semibold" alignment="end">
                        {result}
                      </Text>
                    </InlineStack>
                  </>
                )}
              </BlockStack>
            )}
            {note && (
              <Text as="p" variant="bodySm" tone="subdued">
                {t(note)}
              </Text>
            )}
          </BlockStack>
        </Box>
      </Popover>
    </span>
  );
}
