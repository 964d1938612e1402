import type { AppMessageOf } from "../../app-bridge/messages.ts";
import { element } from "./element.ts";

interface ShellSaveBar {
  set(bar: AppMessageOf<"saveBar"> | null): void;
  /** Resolves when nothing is unsaved or the merchant agrees to lose it; pends for ever when not. */
  confirmLeaving(): Promise<void>;
}

export function installSaveBar(press: (button: "discard" | "save") => void): ShellSaveBar {
  const bar = element("save-bar", HTMLElement);
  const save = element("save", HTMLButtonElement);
  const discard = element("discard", HTMLButtonElement);
  const dialog = element("leave", HTMLDialogElement);
  let confirmDiscard = false;
  let leaving = false;

  const askToDiscard = () =>
    new Promise<boolean>((resolve) => {
      dialog.returnValue = "";
      dialog.addEventListener("close", () => resolve(dialog.returnValue === "leave"), { once: true });
      dialog.showModal();
    });
  const confirmLeaving = async () => {
    if (bar.hidden) return;
    if (!(await askToDiscard())) return new Promise<never>(() => {});
    bar.hidden = true;
  };

  save.addEventListener("click", () => press("save"));
  discard.addEventListener("click", async () => {
    if (!confirmDiscard || (await askToDiscard())) press("discard");
  });
  document.addEventListener("click", async (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
    if (!link || bar.hidden || event.defaultPrevented) return;
    event.preventDefault();
    await confirmLeaving();
    leaving = true;
    location.assign(link.href);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!bar.hidden && !leaving) event.preventDefault();
  });

  return {
    confirmLeaving,
    set(state) {
      bar.hidden = !state?.visible;
      save.disabled = state?.saveDisabled ?? true;
      discard.disabled = state?.discardDisabled ?? true;
      confirmDiscard = state?.confirmDiscard ?? false;
    },
  };
}
