import {
  Badge,
  Banner,
  BlockStack,
  Box,
  Button,
  Card,
  InlineStack,
  Link,
  List,
  Modal,
  Text,
} from "@shopify/polaris";
import { type ReactNode, useState } from "react";
import type { Publication } from "../../publishing/publication.ts";
import { useLocale } from "../locale.tsx";
import type { Translate } from "../messages/catalogue.ts";
import type { PublishingControl } from "./use-publishing.ts";

interface PublishCardProps {
  readonly publishing: PublishingControl;
  readonly name: string;
  readonly isArchived: boolean;
  /** Its members are not known: what was written stays as it is until they are. */
  readonly isUncounted?: boolean;
}

/** Whether the segment is kept in Shopify as well, how far that is, and what is in the way. */
export function PublishCard({ publishing, name, isArchived, isUncounted = false }: PublishCardProps) {
  const { t } = useLocale();
  const { publication, busy, failure } = publishing;
  if (!publication && isArchived) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h2" variant="headingSm">
            {t("publishing.title")}
          </Text>
          {publication && <StateBadge {...{ publication, isUncounted, isMoving: publishing.isMoving }} />}
        </InlineStack>
        {failure && (
          <Banner tone={failure === "declined" ? "warning" : "critical"}>
            <p>{failure === "declined" ? t("publishing.declined") : t(`publishing.failure.${failure}`)}</p>
          </Banner>
        )}
        {publication ? (
          <Published {...{ publishing, publication, name, isUncounted }} />
        ) : (
          <>
            <Text as="p" tone="subdued">
              {t("publishing.what", { tag: "klantwaarde-…" })} {t("publishing.what.permission")}
            </Text>
            <InlineStack>
              <Button loading={busy} onClick={() => publishing.onPublish(name)}>
                {t("publishing.publish")}
              </Button>
            </InlineStack>
          </>
        )}
      </BlockStack>
    </Card>
  );
}

interface StateBadgeProps {
  readonly publication: Publication;
  readonly isMoving: boolean;
  readonly isUncounted: boolean;
}

function StateBadge({ publication, isMoving, isUncounted }: StateBadgeProps) {
  const { t } = useLocale();
  if (!publication.wanted) return <Badge tone="attention">{t("publishing.state.removing")}</Badge>;
  if (publication.problem || isUncounted || publication.refused + publication.leftRefused > 0)
    return <Badge tone="warning">{t("publishing.state.stopped")}</Badge>;
  if (isMoving) return <Badge tone="info">{t("publishing.state.working")}</Badge>;
  return <Badge tone="success">{t("publishing.state.in_step")}</Badge>;
}

function Published({
  publishing,
  publication,
  name,
  isUncounted,
}: Pick<PublishCardProps, "publishing" | "name"> & { publication: Publication; isUncounted: boolean }) {
  const { t, format } = useLocale();
  const { wanted, problem, problemDetail, tagged, refused, members, left, inStepAt } = publication;
  const unremoved = publication.leftRefused;
  const again = {
    content: t(
      problem === "permission"
        ? "publishing.allow"
        : wanted
          ? "publishing.again"
          : "publishing.take_back.again",
    ),
    loading: publishing.busy,
    onAction: () => (wanted ? publishing.onPublish(name) : publishing.onTakeBack()),
  };
  const isInStep =
    wanted && !isUncounted && !publishing.isMoving && problem !== "permission" && inStepAt !== null;
  return (
    <>
      {problem && (
        <Banner tone="warning" action={wanted || problem !== "permission" ? again : undefined}>
          <p>
            {!wanted && problem === "segment_refused"
              ? t("publishing.problem.not_deleted")
              : t(`publishing.problem.${problem}`)}
          </p>
          {problemDetail && <p>{t("publishing.problem.words", { words: problemDetail })}</p>}
        </Banner>
      )}
      <Text as="p">
        {isInStep
          ? t("publishing.in_step", { tagged, when: format.instant(inStepAt) })
          : wanted
            ? t("publishing.progress", { tagged: format.number(tagged), members })
            : t("publishing.removing", { left: tagged + left })}
      </Text>
      {publication.bulk && (
        <Text as="p" tone="subdued">
          {t(`publishing.in_bulk.${publication.bulk.change}`, {
            customers: publication.bulk.customers,
            done: format.number(publication.bulk.done),
          })}
        </Text>
      )}
      {wanted && isUncounted && (
        <Text as="p" tone="subdued">
          {t("publishing.uncounted")}
        </Text>
      )}
      {wanted && refused > 0 && (
        <Text as="p" tone="caution">
          {t("publishing.refused", { count: refused })}
        </Text>
      )}
      {unremoved > 0 && (
        <Text as="p" tone="caution">
          {t("publishing.unremoved", { count: unremoved })}
        </Text>
      )}
      {(wanted ? refused : 0) + unremoved > 0 && (
        <Refusals publication={publication}>
          {!problem && (
            <InlineStack>
              <Button loading={again.loading} onClick={again.onAction}>
                {again.content}
              </Button>
            </InlineStack>
          )}
        </Refusals>
      )}
      <Facts publication={publication} t={t} />
      {wanted && <TakeBack publishing={publishing} tag={publication.tag} />}
    </>
  );
}

/** What Shopify says of the tags that it refuses to change, and when it is asked again. */
function Refusals({ publication, children }: { publication: Publication; children: ReactNode }) {
  const { t, format } = useLocale();
  const { reasons, tryAgainAt } = publication;
  return (
    <BlockStack gap="200">
      <List>
        {reasons.map(({ words, customers }) => (
          <List.Item key={words}>{t("publishing.reason", { words, customers })}</List.Item>
        ))}
      </List>
      <Text as="p" tone="subdued">
        {tryAgainAt === null
          ? t("publishing.not_tried_again")
          : t("publishing.tried_again", { when: format.instant(tryAgainAt) })}
      </Text>
      {children}
    </BlockStack>
  );
}

function Facts({ publication, t }: { publication: Publication; t: Translate }) {
  const { tag, query, shopifySegmentId } = publication;
  const code = (text: string) => (
    <Box background="bg-surface-secondary" padding="200" borderRadius="200">
      <div style={{ overflowWrap: "anywhere" }}>
        <code>{text}</code>
      </div>
    </Box>
  );
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="bodySm" tone="subdued">
        {t("publishing.tag")}
      </Text>
      {code(tag)}
      <Text as="h3" variant="bodySm" tone="subdued">
        {t("publishing.query")}
      </Text>
      {code(query)}
      {shopifySegmentId !== null && (
        <Link url={`shopify://admin/customers/segments/${shopifySegmentId}`} target="_top">
          {t("publishing.open")}
        </Link>
      )}
    </BlockStack>
  );
}

function TakeBack({ publishing, tag }: { publishing: PublishingControl; tag: string }) {
  const { t } = useLocale();
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <InlineStack>
      <Button tone="critical" variant="plain" onClick={() => setOpen(true)}>
        {t("publishing.take_back")}
      </Button>
      <Modal
        open={isOpen}
        size="small"
        title={t("publishing.take_back.title")}
        onClose={close}
        primaryAction={{
          content: t("publishing.take_back.confirm"),
          destructive: true,
          onAction: () => {
            close();
            publishing.onTakeBack();
          },
        }}
        secondaryActions={[{ content: t("publishing.cancel"), onAction: close }]}
      >
        <Modal.Section>
          <p>{t("publishing.take_back.body", { tag })}</p>
        </Modal.Section>
      </Modal>
    </InlineStack>
  );
}
