import { isDisabled, ObservedElement } from "./bar-elements.ts";
import type { ShellChannel } from "./shell-channel.ts";

interface SaveBarApi {
  show(id: string): Promise<void>;
  hide(id: string): Promise<void>;
  toggle(id: string): Promise<void>;
  /** Resolves at once without a visible bar, else when the merchant agrees to lose the changes; pends when not. */
  leaveConfirmation(): Promise<void>;
}

interface Bar {
  save(): void;
  discard(): void;
  state(): { saveDisabled: boolean; discardDisabled: boolean; confirmDiscard: boolean };
}

/** `ui-save-bar`, `shopify.saveBar` and forms with `data-save-bar`. One bar shows at a time, the last one shown. */
export function installSaveBar(channel: ShellChannel): SaveBarApi {
  let shown: Bar | null = null;

  const report = () => {
    const state = shown?.state() ?? { saveDisabled: true, discardDisabled: true, confirmDiscard: false };
    channel.send({ type: "saveBar", visible: shown !== null, ...state });
  };
  const show = (bar: Bar) => {
    shown = bar;
    report();
  };
  const hide = (bar: Bar) => {
    if (shown !== bar) return false;
    shown = null;
    report();
    return true;
  };

  class SaveBar extends ObservedElement {
    readonly bar: Bar = {
      save: () => this.button("primary")?.click(),
      discard: () => this.button(null)?.click(),
      state: () => ({
        saveDisabled: isDisabled(this.button("primary") ?? this),
        discardDisabled: isDisabled(this.button(null) ?? this),
        confirmDiscard: this.hasAttribute("discardconfirmation"),
      }),
    };
    button(variant: "primary" | null) {
      return [...this.querySelectorAll("button")].find(
        (button) => button.getAttribute("variant") === variant,
      );
    }
    get showing() {
      return shown === this.bar;
    }
    changed() {
      if (this.showing) report();
    }
    removed() {
      hide(this.bar);
    }
    async show() {
      show(this.bar);
      this.dispatchEvent(new Event("show"));
    }
    async hide() {
      if (hide(this.bar)) this.dispatchEvent(new Event("hide"));
    }
    toggle() {
      return this.showing ? this.hide() : this.show();
    }
  }
  customElements.define("ui-save-bar", SaveBar);

  const formBars = new WeakMap<HTMLFormElement, Bar>();
  const barOf = (form: HTMLFormElement): Bar => {
    const bar = formBars.get(form) ?? {
      save: () => form.requestSubmit(),
      discard: () => form.reset(),
      state: () => ({
        saveDisabled: false,
        discardDisabled: false,
        confirmDiscard: form.hasAttribute("data-discard-confirmation"),
      }),
    };
    formBars.set(form, bar);
    return bar;
  };
  const saveBarForm = (event: Event) => {
    const form = event.target instanceof Element ? event.target.closest("form") : null;
    return form?.hasAttribute("data-save-bar") ? form : null;
  };
  for (const type of ["input", "change"]) {
    document.addEventListener(type, (event) => {
      const form = saveBarForm(event);
      if (form) show(barOf(form));
    });
  }
  for (const type of ["reset", "submit"]) {
    document.addEventListener(type, (event) => {
      const form = saveBarForm(event);
      if (form) hide(barOf(form));
    });
  }

  channel.onMessage((message) => {
    if (message.type !== "saveBarPressed") return;
    if (message.button === "save") shown?.save();
    else shown?.discard();
  });

  const named = (id: string): SaveBar => {
    const element = document.getElementById(id);
    if (element instanceof SaveBar) return element;
    throw new Error(`App Bridge: there is no ui-save-bar with the id "${id}"`);
  };
  return {
    show: async (id) => named(id).show(),
    hide: async (id) => named(id).hide(),
    toggle: async (id) => named(id).toggle(),
    async leaveConfirmation() {
      if (shown) await channel.ask("leaveConfirmation");
    },
  };
}
