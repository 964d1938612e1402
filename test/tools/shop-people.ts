import { z } from "zod";
import type { LocalTools } from "./local-tools.ts";

/** Customers of a shop, as the demo's local Shopify admin writes them down for the tools. */
export const shopPeople = z.array(
  z.object({ email: z.string(), firstName: z.string().nullable(), isSubscribed: z.boolean() }),
);
export type ShopPeople = z.infer<typeof shopPeople>;

/**
 * What a merchant's tools know before the app comes: each has a part of the shop's subscribers on a list of its own, some of whom have left, bounced
 * or complained there, which the shop does not know. The same customers give the same tools.
 */
export function fillTools({ klaviyo, mailchimp, brevo }: LocalTools, people: ShopPeople): void {
  const subscribers = people.filter(({ isSubscribed }) => isSubscribed);
  const isOneIn = (of: number, index: number) => index % of === of - 1;

  const newsletter = klaviyo.addList("Newsletter");
  const members = mailchimp.addSegment("Regulars");
  const contacts = brevo.addList("Newsletter");
  for (const [index, { email, firstName }] of subscribers.entries()) {
    const name = firstName ?? "";
    if (index % 5 < 3)
      klaviyo.addProfile(email, {
        consent: isOneIn(13, index) ? "UNSUBSCRIBED" : "SUBSCRIBED",
        ...(isOneIn(29, index) ? { suppressed: "HARD_BOUNCE" as const } : {}),
        lists: [newsletter.id],
      });
    if (index % 5 > 0)
      mailchimp.addMember(email, {
        status: isOneIn(17, index) ? "unsubscribed" : isOneIn(31, index) ? "cleaned" : "subscribed",
        segments: index % 3 === 0 ? [members] : [],
        ...(name === "" ? {} : { mergeFields: { FNAME: name } }),
      });
    if (index % 2 === 0)
      brevo.addContact(email, {
        blacklisted: isOneIn(19, index),
        lists: [contacts],
        ...(name === "" ? {} : { attributes: { FIRSTNAME: name } }),
      });
  }
}
