import { useBlocker } from "@remix-run/react";
import { useEffect } from "react";
import { useLocale } from "../locale.tsx";

interface SaveBarProps {
  readonly id: string;
  readonly dirty: boolean;
  readonly saving: boolean;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
}

/** Shopify's own bar above the page, which also stops a user who leaves with unsaved changes. */
export function SaveBar({ id, dirty, saving, onSave, onDiscard }: SaveBarProps) {
  const { t } = useLocale();
  useEffect(() => {
    const bar = window.shopify?.saveBar;
    if (!dirty) return;
    void bar?.show(id);
    return () => void bar?.hide(id);
  }, [id, dirty]);
  return (
    <ui-save-bar id={id} style={{ display: "none" }}>
      <button type="button" {...{ variant: "primary" }} disabled={saving} onClick={onSave}>
        {t("settings.save")}
      </button>
      <button type="button" disabled={saving} onClick={onDiscard}>
        {t("settings.discard")}
      </button>
    </ui-save-bar>
  );
}

/** Asks before a link of the app leads away from what is not saved; the admin's own links ask by themselves. */
export function useLeaveGuard(shouldAsk: () => boolean): void {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => currentLocation.pathname !== nextLocation.pathname && shouldAsk(),
  );
  useEffect(() => {
    if (blocker.state !== "blocked") return;
    const asked = window.shopify?.saveBar.leaveConfirmation() ?? Promise.resolve();
    asked.then(blocker.proceed, blocker.reset);
  }, [blocker]);
}
