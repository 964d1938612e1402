import type { HTMLAttributes } from "react";

/** The part of App Bridge that the pages use. */
interface AppBridge {
  loading(active: boolean): void;
  toast: {
    show(
      message: string,
      options?: { isError?: boolean; duration?: number; action?: string; onAction?: () => void },
    ): string;
  };
  saveBar: {
    show(id: string): Promise<void>;
    hide(id: string): Promise<void>;
    leaveConfirmation(): Promise<void>;
  };
  idToken(): Promise<string>;
  scopes: {
    /** Asks the merchant in a dialog, unless all are granted already. */
    request(scopes: string[]): Promise<{ result: "granted-all" | "declined-all" }>;
  };
}

declare global {
  interface Window {
    shopify?: AppBridge;
  }
}

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "ui-nav-menu": HTMLAttributes<HTMLElement>;
      "ui-save-bar": HTMLAttributes<HTMLElement> & { id: string };
    }
  }
}
