import type { AppMessageOf } from "./messages.ts";
import { followLink } from "./navigation.ts";
import type { ShellChannel } from "./shell-channel.ts";

type BarButton = AppMessageOf<"title">["buttons"][number];

/** Calls back once when the element enters the page, and after every change below it. */
export abstract class ObservedElement extends HTMLElement {
  readonly #observer = new MutationObserver(() => this.changed());
  connectedCallback(): void {
    this.#observer.observe(this, { attributes: true, characterData: true, childList: true, subtree: true });
    queueMicrotask(() => this.changed());
  }
  disconnectedCallback(): void {
    this.#observer.disconnect();
    this.removed();
  }
  abstract changed(): void;
  abstract removed(): void;
}

export const labelOf = (element: Element) => element.textContent?.trim() ?? "";

export function isDisabled(element: Element): boolean {
  return element.hasAttribute("disabled") || element.hasAttribute("loading");
}

/** `ui-nav-menu` (links are `a`) and `s-app-nav` (links are `s-link` or `a`). */
export function defineNavMenu(channel: ShellChannel): void {
  const links = (menu: HTMLElement) => [...menu.querySelectorAll<HTMLElement>("a[href], s-link[href]")];
  const menus: HTMLElement[] = [];

  class NavMenu extends ObservedElement {
    override connectedCallback() {
      menus.push(this);
      super.connectedCallback();
    }
    changed() {
      const isHome = (link: HTMLElement) => link.getAttribute("rel") === "home";
      channel.send({
        type: "nav",
        home: links(this).find(isHome)?.getAttribute("href") ?? null,
        items: links(this)
          .filter((link) => !isHome(link))
          .map((link) => ({ label: labelOf(link), href: link.getAttribute("href") ?? "" })),
      });
    }
    removed() {
      menus.splice(menus.indexOf(this), 1);
      if (menus.length === 0) channel.send({ type: "nav", home: null, items: [] });
    }
  }
  customElements.define("ui-nav-menu", NavMenu);
  customElements.define("s-app-nav", class extends NavMenu {});

  channel.onMessage((message) => {
    if (message.type !== "navigate") return;
    const link = menus.flatMap(links).find((candidate) => candidate.getAttribute("href") === message.href);
    if (link) followLink(link);
  });
}

/** `ui-title-bar`: its title and buttons stand above the frame. One inside `ui-modal` belongs to the modal. */
export function defineTitleBar(channel: ShellChannel): void {
  const pressed = new Map<string, HTMLElement>();

  class TitleBar extends ObservedElement {
    changed() {
      if (this.closest("ui-modal")) return;
      pressed.clear();
      const buttons: BarButton[] = [...this.querySelectorAll<HTMLElement>("button, a")].map(
        (element, index) => {
          const id = `title-${index}`;
          pressed.set(id, element);
          return {
            id,
            label: labelOf(element),
            primary: element.getAttribute("variant") === "primary",
            critical: element.getAttribute("tone") === "critical",
            disabled: isDisabled(element),
          };
        },
      );
      channel.send({ type: "title", title: this.getAttribute("title") ?? document.title, buttons });
    }
    removed() {
      pressed.clear();
      channel.send({ type: "title", title: "", buttons: [] });
    }
  }
  customElements.define("ui-title-bar", TitleBar);
  channel.onMessage((message) => {
    if (message.type === "press") pressed.get(message.id)?.click();
  });
}
