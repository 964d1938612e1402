import { useRevalidator } from "@remix-run/react";
import { Button, Text } from "@shopify/polaris";
import { XSmallIcon } from "@shopify/polaris-icons";
import { createContext, useContext, useEffect, useState } from "react";
import { useLocale } from "../locale.tsx";
import styles from "./new-figures.module.css";

const AreNewer = createContext(false);

/** Whether there are newer figures than those that the page was read with. */
export const NewerFiguresProvider = AreNewer.Provider;

const POLL_MS = 30_000;

/**
 * Whether the figures have another stamp now than the one that the page was read with. Asked now and then, and not in a tab that nobody
 * sees; `ask` resolves to null where there is no answer.
 */
export function useNewerFigures(stamp: string | null, ask: () => Promise<string | null>): boolean {
  const [latest, setLatest] = useState(stamp);
  useEffect(() => {
    setLatest(stamp);
    if (stamp === null) return;
    let isOver = false;
    const look = async () => {
      if (document.visibilityState !== "visible") return;
      const answer = await ask();
      if (!isOver && answer !== null) setLatest(answer);
    };
    const timer = setInterval(look, POLL_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      isOver = true;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [stamp, ask]);
  return latest !== stamp;
}

/** The notice goes with the button that was pressed in it; what it was about begins at the page's heading. */
function focusHeading(): void {
  const heading = document.querySelector("h1");
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

/** Says over the page, which stays as it is, that newer figures are there, and shows them when they are asked for. */
export function NewFigures() {
  const { t } = useLocale();
  const areNewer = useContext(AreNewer);
  const { revalidate, state } = useRevalidator();
  const [isDismissed, setDismissed] = useState(false);
  if (isDismissed && !areNewer) setDismissed(false);
  return (
    <div role="status" className={styles.place}>
      {areNewer && !isDismissed && (
        <div className={styles.notice}>
          <Text as="span" fontWeight="medium">
            {t("figures.new")}
          </Text>
          <Button
            variant="primary"
            size="slim"
            loading={state !== "idle"}
            onClick={() => {
              revalidate();
              focusHeading();
            }}
          >
            {t("figures.new.show")}
          </Button>
          <Button
            variant="tertiary"
            size="slim"
            icon={XSmallIcon}
            accessibilityLabel={t("figures.new.dismiss")}
            onClick={() => {
              setDismissed(true);
              focusHeading();
            }}
          />
        </div>
      )}
    </div>
  );
}
