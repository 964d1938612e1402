import type { AppMessageOf } from "../../app-bridge/messages.ts";
import { element } from "./element.ts";

export interface Toasts {
  show(toast: AppMessageOf<"toast">): void;
  hide(id: string): void;
}

/** `closed` hears of every toast once: acted upon, dismissed or run out. */
export function installToasts(closed: (id: string, acted: boolean) => void): Toasts {
  const area = element("toasts", HTMLElement);
  const open = new Map<string, (acted: boolean) => void>();
  return {
    show({ id, text, isError, durationMs, action }) {
      const toast = document.createElement("div");
      toast.className = isError ? "toast error" : "toast";
      if (isError) toast.setAttribute("role", "alert");
      const label = document.createElement("span");
      label.textContent = text;
      toast.append(label);
      const close = (acted: boolean) => {
        if (!open.delete(id)) return;
        toast.remove();
        closed(id, acted);
      };
      open.set(id, close);
      const button = (content: string, name: string, acted: boolean) => {
        const made = document.createElement("button");
        made.textContent = content;
        made.setAttribute("aria-label", name);
        made.addEventListener("click", () => close(acted));
        toast.append(made);
      };
      if (action) button(action, action, true);
      button("✕", "Dismiss", false);
      area.append(toast);
      setTimeout(() => close(false), durationMs);
    },
    hide: (id) => open.get(id)?.(false),
  };
}
