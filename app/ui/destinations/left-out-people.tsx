import { BlockStack, InlineStack, Text } from "@shopify/polaris";
import type { LeftOutOfList, LeftOutSampled } from "../../destinations/left-out.ts";
import type { ToolName } from "../../destinations/tool.ts";
import { useLocale } from "../locale.tsx";
import type { Translate } from "../messages/catalogue.ts";
import { PeopleSamples } from "./people-samples.tsx";

const OF_LISTS = ["SAME_ADDRESS", "SUPPRESSED_IN_TOOL", "NOT_IN_AUDIENCE", "HELD_OUT"] as const;
const isOfLists = (reason: LeftOutOfList): reason is (typeof OF_LISTS)[number] =>
  OF_LISTS.some((one) => one === reason);

/** Goes on from a number of people. */
export function leftOutText(reason: LeftOutOfList, tool: ToolName, t: Translate): string {
  return isOfLists(reason)
    ? t(`kept.reason.${reason}`, { tool: t(`destinations.tool.${tool}`) })
    : t(`exports.reason.${reason}`);
}

/** How many are not sent, by reason, most frequent first, with some of them by name. */
export function LeftOutPeople({
  leftOut,
  tool,
}: {
  readonly leftOut: readonly LeftOutSampled[];
  readonly tool: ToolName;
}) {
  const { t, format } = useLocale();
  const ordered = leftOut.filter(({ people }) => people > 0).sort((a, b) => b.people - a.people);
  return (
    <BlockStack as="ul" gap="300">
      {ordered.map((entry) => (
        <li key={entry.reason} style={{ listStyle: "none" }}>
          <BlockStack gap="050">
            <InlineStack gap="100" wrap={false} blockAlign="baseline">
              <Text as="span" fontWeight="semibold" numeric>
                {format.number(entry.people)}
              </Text>
              <Text as="span">{leftOutText(entry.reason, tool, t)}</Text>
            </InlineStack>
            <PeopleSamples {...entry} />
          </BlockStack>
        </li>
      ))}
    </BlockStack>
  );
}
