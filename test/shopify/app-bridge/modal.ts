import { isDisabled, labelOf, ObservedElement } from "./bar-elements.ts";

const STYLE = `
  dialog { border: 0; border-radius: 12px; padding: 0; width: min(var(--width), calc(100vw - 2rem)); max-height: 85vh;
    box-shadow: 0 12px 40px rgb(0 0 0 / .3); font: inherit; color: inherit; }
  dialog::backdrop { background: rgb(0 0 0 / .5); }
  header, footer { display: flex; gap: .5rem; align-items: center; padding: .75rem 1rem; background: #f6f3f9; }
  header h2 { flex: 1; margin: 0; font-size: 1rem; }
  footer { justify-content: flex-end; }
  footer:empty { display: none; }
  button { font: inherit; padding: .4rem .8rem; border: 1px solid #b9abc7; border-radius: 8px; background: #fff; cursor: pointer; }
  button.primary { background: #47285f; color: #fff; border-color: #47285f; }
  button.critical { background: #9b1c31; color: #fff; border-color: #9b1c31; }
  iframe { display: block; width: 100%; height: 60vh; border: 0; }
`;
const WIDTHS: Record<string, string> = { small: "24rem", base: "38rem", large: "60rem", max: "100rem" };

interface ModalApi {
  show(id: string): Promise<void>;
  hide(id: string): Promise<void>;
  toggle(id: string): Promise<void>;
}

/**
 * `ui-modal` as a native dialog over the app's page. Its frame lives in a shadow root, so the light DOM stays as the
 * app rendered it and hydration finds nothing new. Title and buttons come from the `ui-title-bar` inside.
 */
export function defineModal(): ModalApi {
  class Modal extends ObservedElement {
    readonly #root = this.attachShadow({ mode: "open" });
    readonly #dialog = document.createElement("dialog");
    readonly #heading = document.createElement("h2");
    readonly #footer = document.createElement("footer");
    readonly #frame = document.createElement("iframe");
    readonly #slot = document.createElement("slot");

    constructor() {
      super();
      const style = document.createElement("style");
      style.textContent = STYLE;
      const header = document.createElement("header");
      const close = document.createElement("button");
      close.textContent = "✕";
      close.setAttribute("aria-label", "Close");
      close.addEventListener("click", () => this.hide());
      this.#heading.id = "title";
      this.#dialog.setAttribute("aria-labelledby", "title");
      header.append(this.#heading, close);
      this.#dialog.append(header, this.#slot, this.#footer);
      this.#dialog.addEventListener("close", () => this.dispatchEvent(new Event("hide")));
      this.#root.append(style, this.#dialog);
    }
    get src() {
      return this.getAttribute("src") ?? undefined;
    }
    set src(value: string | undefined) {
      if (value === undefined) this.removeAttribute("src");
      else this.setAttribute("src", value);
    }
    get variant() {
      return this.getAttribute("variant") ?? "base";
    }
    set variant(value: string) {
      this.setAttribute("variant", value);
    }
    get content(): HTMLElement | undefined {
      return [...this.children].find(
        (child): child is HTMLElement => child instanceof HTMLElement && !/^UI-/.test(child.tagName),
      );
    }
    get contentWindow() {
      return this.#frame.isConnected ? this.#frame.contentWindow : null;
    }
    changed() {
      const bar = this.querySelector("ui-title-bar");
      this.#heading.textContent = bar?.getAttribute("title") ?? "";
      this.#dialog.style.setProperty("--width", WIDTHS[this.variant] ?? WIDTHS.base ?? "");
      this.#footer.replaceChildren(
        ...[...(bar?.querySelectorAll("button") ?? [])].map((original) => {
          const button = document.createElement("button");
          button.textContent = labelOf(original);
          button.disabled = isDisabled(original);
          if (original.getAttribute("variant") === "primary") button.className = "primary";
          if (original.getAttribute("tone") === "critical") button.className = "critical";
          button.addEventListener("click", () => original.click());
          return button;
        }),
      );
      if (this.src !== undefined && this.#dialog.open && !this.#frame.isConnected) {
        this.#frame.src = this.src;
        this.#frame.title = this.#heading.textContent;
        this.#slot.replaceWith(this.#frame);
      }
    }
    removed() {
      this.#dialog.close();
    }
    async show() {
      if (this.#dialog.open) return;
      this.#dialog.showModal();
      this.changed();
      this.dispatchEvent(new Event("show"));
    }
    async hide() {
      this.#dialog.close();
      if (this.#frame.isConnected) this.#frame.replaceWith(this.#slot);
    }
    toggle() {
      return this.#dialog.open ? this.hide() : this.show();
    }
  }
  customElements.define("ui-modal", Modal);

  const named = (id: string): Modal => {
    const element = document.getElementById(id);
    if (element instanceof Modal) return element;
    throw new Error(`App Bridge: there is no ui-modal with the id "${id}"`);
  };
  return {
    show: async (id) => named(id).show(),
    hide: async (id) => named(id).hide(),
    toggle: async (id) => named(id).toggle(),
  };
}
