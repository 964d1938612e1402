import type { MetaFunction } from "@remix-run/node";
import { type MessageKey, type Translate, translator } from "./messages/catalogue.ts";

type MetaArgs = Parameters<MetaFunction>[0];

function translateFor({ matches }: Pick<MetaArgs, "matches">): Translate {
  const root = matches.find(({ id }) => id === "root")?.data as { readonly locale?: string } | undefined;
  return translator(root?.locale ?? "en");
}

/** The title of a document: what its page is called, and the app. */
const titleOf = (page: string): ReturnType<MetaFunction> => [{ title: `${page} · Klantwaarde` }];

/** Of a page that is always called the same. */
export const titled =
  (key: MessageKey) =>
  (args: Pick<MetaArgs, "matches">): ReturnType<MetaFunction> =>
    titleOf(translateFor(args)(key));

/** Of a page that is called after what it shows; `fallback` where there is nothing to show. */
export function titledBy<Data>(name: (data: Data, t: Translate) => string | null, fallback: MessageKey) {
  return (
    args: Pick<MetaArgs, "matches"> & { readonly data: Data | undefined },
  ): ReturnType<MetaFunction> => {
    const t = translateFor(args);
    return titleOf((args.data === undefined ? null : name(args.data, t)) ?? t(fallback));
  };
}
