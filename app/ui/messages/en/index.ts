import { shell } from "./shell.ts";

/** Every text of the interface. ICU MessageFormat; one file a page, keys begin with the page's name. */
export const en = { ...shell } as const;
