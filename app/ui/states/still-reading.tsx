import { Banner, Text } from "@shopify/polaris";
import { createContext, useContext } from "react";
import type { SingleReading } from "../../sync/status/single-reading.ts";
import { useLocale } from "../locale.tsx";
import { NewFigures } from "./new-figures.tsx";
import { useRefreshWhile } from "./refresh-while.ts";
import { timeLeft } from "./time-left.ts";

const NOTHING_WAITS: SingleReading = { waiting: 0, of: null, secondsLeft: null, isValuing: false };
const Reading = createContext<SingleReading>(NOTHING_WAITS);

export const SingleReadingProvider = Reading.Provider;

/** A page of figures is read again until nothing that was read can move them any more. */
const REFRESH_MS = 5_000;

interface NoticeProps {
  readonly title: string;
  readonly reading: SingleReading;
  readonly note?: string;
}

function Notice({ title, reading, note }: NoticeProps) {
  const { t, format } = useLocale();
  const { waiting, of, secondsLeft } = reading;
  const progress = of !== null && { read: format.number(of - waiting), of: format.number(of) };
  return (
    <Banner tone="info" title={title}>
      <p>{t("reading.body")}</p>
      {note && <p>{note}</p>}
      {progress && (
        <p>
          {secondsLeft === null
            ? t("reading.progress", progress)
            : t("reading.progress_left", { ...progress, left: timeLeft(secondsLeft, t) })}
        </p>
      )}
    </Banner>
  );
}

/** Whether orders have still to be read singly. */
export const useIsStillReading = () => useContext(Reading).waiting > 0;

/**
 * Says while orders are being read singly that figures are provisional, and takes itself away; and when newer figures are there.
 * `note`: what the reading means here.
 */
export function StillReading({ note }: { note?: string }) {
  const { t } = useLocale();
  const reading = useContext(Reading);
  useRefreshWhile(reading.waiting > 0 || reading.isValuing, REFRESH_MS);
  return (
    <>
      <NewFigures />
      {reading.waiting > 0 && (
        <Notice title={t("reading.title", { orders: reading.waiting })} reading={reading} note={note} />
      )}
    </>
  );
}

/** The same for one customer, who has `orders` orders with refunds that were not read yet. */
export function StillReadingCustomer({ orders }: { orders: number }) {
  const { t } = useLocale();
  const reading = useContext(Reading);
  const waits = orders > 0 && reading.waiting > 0;
  useRefreshWhile(waits || reading.isValuing, REFRESH_MS);
  return (
    <>
      <NewFigures />
      {waits && <Notice title={t("reading.customer.title", { orders })} reading={reading} />}
    </>
  );
}

/** The same in a dialog that exports the figures. */
export function StillReadingExport() {
  const { t } = useLocale();
  const { waiting } = useContext(Reading);
  if (waiting === 0) return null;
  return (
    <Banner tone="info">
      <Text as="p">{t("reading.export", { orders: waiting })}</Text>
    </Banner>
  );
}
