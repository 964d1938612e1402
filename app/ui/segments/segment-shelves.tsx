import { useNavigate, useSearchParams } from "@remix-run/react";
import { Badge, BlockStack, Box, Button, InlineGrid, InlineStack, Text, TextField } from "@shopify/polaris";
import { memo, type ReactNode, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import type { SegmentCard as SegmentCardView } from "../../segments/segment-cards.ts";
import { useLocale } from "../locale.tsx";
import { segmentName } from "./segment-name.ts";
import { PURPOSE_OF, PURPOSES, type Purpose, purposeAddress, purposeOf } from "./template-purposes.ts";

/** Of the shop's own segments, before all are asked for. */
const OWN_SHOWN = 4;

interface SegmentShelvesProps {
  readonly segments: readonly SegmentCardView[];
  readonly card: (segment: SegmentCardView) => ReactNode;
}

/** Text beside the cards, which on a phone reach the edges of the screen. */
function Aside({ children }: { children: ReactNode }) {
  return <Box paddingInline={{ xs: "400", sm: "0" }}>{children}</Box>;
}

function Shelf({ title, count, children }: { title: string; count: number; children: ReactNode }) {
  return (
    <>
      <Aside>
        <InlineStack gap="200" blockAlign="center">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
          <Badge>{String(count)}</Badge>
        </InlineStack>
      </Aside>
      {children}
    </>
  );
}

const Cards = memo(function Cards({ segments, card }: SegmentShelvesProps) {
  return (
    <InlineGrid columns={{ xs: 1, md: 2 }} gap="400">
      {segments.map(card)}
    </InlineGrid>
  );
});

const templatesFor = (segments: readonly SegmentCardView[], purpose: Purpose) =>
  segments.filter((segment) => segment.name === null && PURPOSE_OF[segment.key] === purpose);

/** What an address asks for, shown at once when it is chosen and kept in the address. */
function usePurpose(): readonly [Purpose, (purpose: Purpose) => void] {
  const asked = purposeOf(useSearchParams()[0].get("for"));
  const navigate = useNavigate();
  const [chosen, setChosen] = useState({ asked, purpose: asked });
  if (chosen.asked !== asked) setChosen({ asked, purpose: asked });
  return [
    chosen.purpose,
    (purpose) => {
      setChosen({ asked, purpose });
      navigate(purposeAddress(purpose), { replace: true, preventScrollReset: true });
    },
  ];
}

/** The shop's own segments, those of the app by what they are for, and any of them by its name. */
export function SegmentShelves({ segments, card }: SegmentShelvesProps) {
  const { t } = useLocale();
  const [typed, setTyped] = useState("");
  const [isWhole, setWhole] = useState(false);
  const [purpose, setPurpose] = usePurpose();
  const ownCards = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The button that was pressed is gone.
    const cards = ownCards.current?.firstElementChild?.children;
    if (isWhole) cards?.[OWN_SHOWN]?.querySelector<HTMLElement>("a, button")?.focus();
  }, [isWhole]);
  const wanted = useDeferredValue(typed.trim().toLowerCase());
  const found = useMemo(
    () => segments.filter((segment) => segmentName(segment, t).toLowerCase().includes(wanted)),
    [segments, wanted, t],
  );
  const own = useMemo(() => segments.filter(({ name }) => name !== null), [segments]);
  const ownShown = useMemo(() => (isWhole ? own : own.slice(0, OWN_SHOWN)), [own, isWhole]);
  // The pressed button shows at once, the cards when they are drawn.
  const shownPurpose = useDeferredValue(purpose);
  const templates = useMemo(() => templatesFor(segments, shownPurpose), [segments, shownPurpose]);
  return (
    // As tall as the window at least: what stands below does not move up when few are found.
    <Box minHeight="100vh">
      <BlockStack gap="400">
        <Aside>
          <TextField
            label={t("segments.search")}
            labelHidden
            placeholder={t("segments.search")}
            type="search"
            autoComplete="off"
            value={typed}
            onChange={setTyped}
            clearButton
            onClearButtonClick={() => setTyped("")}
          />
          <div role="status">
            <Text as="span" visuallyHidden>
              {wanted !== "" && t("segments.found.counted", { count: found.length })}
            </Text>
          </div>
        </Aside>
        {wanted === "" ? (
          <>
            {own.length > 0 && (
              <Shelf title={t("segments.own")} count={own.length}>
                <div ref={ownCards}>
                  <Cards segments={ownShown} card={card} />
                </div>
                {!isWhole && own.length > OWN_SHOWN && (
                  <Aside>
                    <Button onClick={() => setWhole(true)}>
                      {t("segments.own.all", { count: own.length })}
                    </Button>
                  </Aside>
                )}
              </Shelf>
            )}
            <Shelf title={t("segments.templates")} count={segments.length - own.length}>
              <Aside>
                <BlockStack gap="200">
                  <InlineStack gap="200">
                    {PURPOSES.map((each) => (
                      <Button
                        key={each}
                        pressed={each === purpose}
                        disclosure={false}
                        onClick={() => setPurpose(each)}
                      >
                        {t("segments.purpose.counted", {
                          purpose: t(`segments.purpose.${each}`),
                          count: templatesFor(segments, each).length,
                        })}
                      </Button>
                    ))}
                  </InlineStack>
                  <Text as="p" tone="subdued">
                    {t(`segments.purpose.${purpose}.help`)}
                  </Text>
                </BlockStack>
              </Aside>
              <Cards segments={templates} card={card} />
            </Shelf>
          </>
        ) : (
          <Shelf title={t("segments.found")} count={found.length}>
            {found.length === 0 ? (
              <Aside>
                <Text as="p">{t("segments.found.none")}</Text>
              </Aside>
            ) : (
              <Cards segments={found} card={card} />
            )}
          </Shelf>
        )}
      </BlockStack>
    </Box>
  );
}
