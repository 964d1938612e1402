import type { ShellChannel } from "./shell-channel.ts";

interface ToastOptions {
  /** Milliseconds; default 5000. */
  duration?: number;
  isError?: boolean;
  action?: string;
  onAction?: () => void;
  onDismiss?: () => void;
}

interface ToastApi {
  /** Returns the toast's id. */
  show(message: string, options?: ToastOptions): string;
  hide(id: string): void;
}

/** Toasts are drawn by the shell, over the frame. */
export function installToast(channel: ShellChannel): ToastApi {
  const open = new Map<string, ToastOptions>();
  let count = 0;
  channel.onMessage((message) => {
    if (message.type !== "toastClosed") return;
    const options = open.get(message.id);
    open.delete(message.id);
    if (message.acted) options?.onAction?.();
    else options?.onDismiss?.();
  });
  return {
    show(text, options = {}) {
      const id = `toast-${++count}`;
      open.set(id, options);
      channel.send({
        type: "toast",
        id,
        text,
        isError: options.isError ?? false,
        durationMs: options.duration ?? 5000,
        action: options.action ?? null,
      });
      return id;
    },
    hide: (id) => channel.send({ type: "toastHide", id }),
  };
}
