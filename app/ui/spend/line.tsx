import { InlineStack, Text } from "@shopify/polaris";
import type { ReactNode } from "react";

/** What was stored, with what can be done with it. Names of any length break. */
export function Line({
  title,
  notes,
  children,
}: {
  title: string;
  notes: readonly string[];
  children?: ReactNode;
}) {
  return (
    <li>
      <InlineStack align="space-between" blockAlign="center" gap="200">
        <div style={{ overflowWrap: "anywhere", flex: "1 1 14rem" }}>
          <Text as="p" fontWeight="medium">
            {title}
          </Text>
          {notes.map((note) => (
            <Text key={note} as="p" tone="subdued">
              {note}
            </Text>
          ))}
        </div>
        {children && <InlineStack gap="200">{children}</InlineStack>}
      </InlineStack>
    </li>
  );
}
