import "@shopify/polaris/build/esm/styles.css";
import { hydrateRoot, type Root } from "react-dom/client";
import { GalleryApp, galleryAddress } from "./gallery-app.tsx";

let root: Root | undefined;

function takeOver(): void {
  const container = document.getElementById("root");
  if (container) root = hydrateRoot(container, <GalleryApp {...galleryAddress(window.location.search)} />);
}

function takeAttributes(element: Element, from: Element): void {
  for (const { name } of [...element.attributes]) element.removeAttribute(name);
  for (const { name, value } of from.attributes) element.setAttribute(name, value);
}

/** Loading a document takes most of the time of a state: this puts the server's next one in the place of the one that is shown. */
window.showState = async (address) => {
  root?.unmount();
  const next = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
  const container = next.getElementById("root");
  if (!container) throw new Error(next.body.textContent ?? "no page");
  takeAttributes(document.documentElement, next.documentElement);
  takeAttributes(document.body, next.body);
  document.title = next.title;
  document.body.replaceChildren(container);
  window.history.replaceState(null, "", address);
  window.scrollTo(0, 0);
  takeOver();
};

takeOver();

declare global {
  interface Window {
    /** Loads the state at the address into this document. */
    showState(address: string): Promise<void>;
  }
}
