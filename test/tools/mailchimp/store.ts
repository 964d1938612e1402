import { createHash } from "node:crypto";
import { lowerCase, type Mark, type PersonView } from "../server/people.ts";

export const STATUSES = [
  "subscribed",
  "unsubscribed",
  "cleaned",
  "pending",
  "transactional",
  "archived",
] as const;
export type Status = (typeof STATUSES)[number];

export interface Member {
  /** MD5 of the address in lower case: `subscriber_hash`. */
  readonly id: string;
  readonly address: string;
  readonly since: Mark;
  status: Status;
  statusSince: Mark;
  changedAt: Date;
  readonly mergeFields: Map<string, { value: unknown } & Mark>;
}

/** A static segment; Mailchimp calls it a tag as well, and each member tells its own. */
export interface Segment {
  readonly id: number;
  readonly name: string;
  readonly createdAt: Date;
  readonly members: Map<string, Mark>;
}

export interface MergeField {
  readonly merge_id: number;
  readonly tag: string;
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly public: boolean;
}

export interface Audience {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly members: Map<string, Member>;
  readonly segments: Map<number, Segment>;
  readonly mergeFields: Map<string, MergeField>;
  /** Hashes of who was deleted for good, and can never be imported again. */
  readonly forgotten: Set<string>;
}

export function subscriberHash(address: string): string {
  return createHash("md5").update(lowerCase(address)).digest("hex");
}

export class MailchimpStore {
  readonly audiences = new Map<string, Audience>();
  /** How many ids were given out. */
  made = 0;

  addAudience(name: string, at: Date): Audience {
    const id = createHash("md5")
      .update(`audience ${++this.made}`)
      .digest("hex")
      .slice(0, 10);
    const audience: Audience = {
      id,
      name,
      createdAt: at,
      members: new Map(),
      segments: new Map(),
      mergeFields: new Map(),
      forgotten: new Set(),
    };
    // What every audience begins with, beside an address: https://mailchimp.com/developer/marketing/docs/merge-fields/
    for (const [tag, label] of [
      ["FNAME", "First Name"],
      ["LNAME", "Last Name"],
      ["PHONE", "Phone Number"],
    ] as const)
      this.addMergeField(audience, { tag, name: label, type: tag === "PHONE" ? "phone" : "text" });
    this.audiences.set(id, audience);
    return audience;
  }

  addSegment(audience: Audience, name: string, at: Date): Segment {
    const segment = { id: 1_000 + ++this.made, name, createdAt: at, members: new Map() };
    audience.segments.set(segment.id, segment);
    return segment;
  }

  addMergeField(
    audience: Audience,
    field: { tag: string; name: string; type: string; required?: boolean; public?: boolean },
  ): MergeField {
    const made = { required: false, public: true, ...field, merge_id: audience.mergeFields.size + 1 };
    audience.mergeFields.set(made.tag, made);
    return made;
  }

  addMember(audience: Audience, address: string, status: Status, mark: Mark): Member {
    const member: Member = {
      id: subscriberHash(address),
      address: lowerCase(address),
      since: mark,
      status,
      statusSince: mark,
      changedAt: mark.at,
      mergeFields: new Map(),
    };
    audience.members.set(member.id, member);
    return member;
  }

  setStatus(member: Member, status: Status, mark: Mark): void {
    if (member.status === status) return;
    member.status = status;
    member.statusSince = mark;
  }

  /** "Delete all personally identifiable information ... This will make it impossible to re-import the list member." */
  forget(audience: Audience, member: Member): void {
    audience.members.delete(member.id);
    audience.forgotten.add(member.id);
    for (const segment of audience.segments.values()) segment.members.delete(member.id);
  }

  /** One address in all audiences together; lists are `audience:segment`. Null where it is in none. */
  view(address: string): PersonView | null {
    const hash = subscriberHash(address);
    const found = [...this.audiences.values()].flatMap((audience) => {
      const member = audience.members.get(hash);
      return member ? [{ audience, member }] : [];
    });
    const [first] = found;
    if (!first) return null;
    const lists = new Map<string, Mark>();
    for (const { audience } of found)
      for (const segment of audience.segments.values()) {
        const mark = segment.members.get(hash);
        if (mark) lists.set(`${audience.id}:${segment.id}`, mark);
      }
    return {
      address: first.member.address,
      toolId: hash,
      since: first.member.since,
      subscription:
        found.length === 1
          ? first.member.status
          : found.map(({ audience, member }) => `${audience.name}: ${member.status}`).join(", "),
      subscriptionSince: first.member.statusSince,
      suppressions: found.flatMap(({ member }) => (member.status === "cleaned" ? ["cleaned"] : [])),
      // Of the statuses in the description, the one to which campaigns go.
      mailable: found.some(({ member }) => member.status === "subscribed"),
      lists,
      attributes: new Map(found.flatMap(({ member }) => [...member.mergeFields])),
    };
  }
}
