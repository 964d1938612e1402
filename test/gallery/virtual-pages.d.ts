/** The modules of `pages/`, or the one that was asked for. */
declare module "virtual:gallery-pages" {
  const modules: readonly { readonly page: import("./registry.ts").GalleryPage }[];
  export default modules;
}
