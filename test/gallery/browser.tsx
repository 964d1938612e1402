import "@shopify/polaris/build/esm/styles.css";
import { hydrateRoot } from "react-dom/client";
import { GalleryApp, galleryAddress } from "./gallery-app.tsx";

const root = document.getElementById("root");
if (root) hydrateRoot(root, <GalleryApp {...galleryAddress(window.location.search)} />);
