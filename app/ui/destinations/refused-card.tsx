import {
  BlockStack,
  Box,
  Button,
  Card,
  IndexTable,
  InlineStack,
  Link,
  Text,
  useBreakpoints,
} from "@shopify/polaris";
import type { ReactNode } from "react";
import type { ListedPerson, PeoplePage } from "../../destinations/people.ts";
import type { ToolName } from "../../destinations/tool.ts";
import { useCustomerAddress } from "../customer/back-address.ts";
import { useLocale } from "../locale.tsx";
import { refusedText } from "./refused-text.ts";

interface RefusedCardProps {
  readonly page: PeoplePage;
  readonly tool: ToolName;
  readonly busy: boolean;
  /** Null on the first page. */
  readonly firstUrl: string | null;
  readonly nextUrl: string | null;
  readonly onRetry: () => void;
}

interface PersonProps {
  readonly person: ListedPerson;
  readonly tool: ToolName;
}

function Wrapping({ children }: { readonly children: ReactNode }) {
  return (
    <div style={{ whiteSpace: "normal", overflowWrap: "anywhere", minWidth: "9rem", maxWidth: "22rem" }}>
      {children}
    </div>
  );
}

function Who({ person: { customerId, name, address } }: PersonProps) {
  const { t } = useLocale();
  const addressOf = useCustomerAddress();
  return (
    <BlockStack gap="050">
      <Link url={addressOf(customerId)} removeUnderline>
        {name ?? t("kept.refused.unnamed", { id: String(customerId) })}
      </Link>
      {address !== null && (
        <Text as="span" variant="bodySm" tone="subdued" breakWord>
          {address}
        </Text>
      )}
    </BlockStack>
  );
}

function Why({ person, tool }: PersonProps) {
  const { t } = useLocale();
  return (
    <BlockStack gap="050">
      <Text as="p">{refusedText(person.code, tool, t)}</Text>
      {person.words !== null && person.words !== "" && (
        <Text as="p" variant="bodySm" tone="subdued">
          {t("destinations.problem.words", { tool: t(`destinations.tool.${tool}`) })}{" "}
          <q lang="en">{person.words}</q>
        </Text>
      )}
    </BlockStack>
  );
}

function Next({
  person: { refusals, tryAgainAt },
  named = false,
}: PersonProps & { readonly named?: boolean }) {
  const { t, format } = useLocale();
  const when = tryAgainAt === null ? t("kept.refused.given_up") : format.instant(tryAgainAt);
  return (
    <BlockStack gap="050">
      <Text as="span">{named ? `${t("kept.refused.next")}: ${when}` : when}</Text>
      <Text as="span" variant="bodySm" tone="subdued">
        {t("kept.refused.times", { count: refusals })}
      </Text>
    </BlockStack>
  );
}

/** People whom the tool does not take, why in plain words, and when they are asked about again. */
export function RefusedCard({ page, tool, busy, firstUrl, nextUrl, onRetry }: RefusedCardProps) {
  const { t } = useLocale();
  const { smDown } = useBreakpoints();
  const { people, total } = page;
  const called = t(`destinations.tool.${tool}`);
  if (total === 0) return null;
  return (
    <Card padding="0">
      <Box padding="400" paddingBlockEnd="200">
        <BlockStack gap="200">
          <InlineStack gap="200" align="space-between" blockAlign="center">
            <Text as="h2" variant="headingSm">
              {t("kept.refused.title", { tool: called, count: total })}
            </Text>
            <Button loading={busy} onClick={onRetry}>
              {t("kept.refused.retry")}
            </Button>
          </InlineStack>
          <Text as="p" tone="subdued">
            {t("kept.refused.body")}
          </Text>
        </BlockStack>
      </Box>
      <IndexTable
        condensed={smDown}
        selectable={false}
        itemCount={people.length}
        resourceName={{
          singular: t("kept.refused.person"),
          plural: t("kept.refused.title", { tool: called, count: total }),
        }}
        headings={[
          { title: t("kept.refused.person") },
          { title: t("kept.refused.why") },
          { title: t("kept.refused.next") },
        ]}
      >
        {people.map((person, position) => {
          const its = { person, tool };
          const id = `${person.customerId}-${person.address ?? ""}`;
          return (
            <IndexTable.Row id={id} key={id} position={position}>
              {smDown ? (
                <Box padding="300" width="100%">
                  <BlockStack gap="150">
                    <Wrapping>
                      <Who {...its} />
                    </Wrapping>
                    <Wrapping>
                      <Why {...its} />
                    </Wrapping>
                    <Next {...its} named />
                  </BlockStack>
                </Box>
              ) : (
                <>
                  <IndexTable.Cell>
                    <Wrapping>
                      <Who {...its} />
                    </Wrapping>
                  </IndexTable.Cell>
                  <IndexTable.Cell>
                    <Wrapping>
                      <Why {...its} />
                    </Wrapping>
                  </IndexTable.Cell>
                  <IndexTable.Cell>
                    <Next {...its} />
                  </IndexTable.Cell>
                </>
              )}
            </IndexTable.Row>
          );
        })}
      </IndexTable>
      {(firstUrl !== null || nextUrl !== null) && (
        <Box padding="300">
          <InlineStack align="center" gap="200">
            {firstUrl !== null && <Button url={firstUrl}>{t("kept.refused.first")}</Button>}
            {nextUrl !== null && <Button url={nextUrl}>{t("kept.refused.more")}</Button>}
          </InlineStack>
        </Box>
      )}
    </Card>
  );
}
