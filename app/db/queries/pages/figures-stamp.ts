import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";

interface FiguresStampRow {
  readonly valued_at: Date;
  readonly as_of_day: string;
  readonly model_id: string | null;
  readonly evaluated_at: Date | null;
}

/** When figures were last worked out: the valuation, its model, and the last look at the members of segments. */
export async function figuresStamp(on: Queryable, shop: ShopId): Promise<FiguresStampRow | undefined> {
  const [row] = await rows<FiguresStampRow>(
    on,
    sql`select valued_at, as_of_day, model_id,
        (select max(evaluated_at) from segment_membership where shop_id = ${shop}) as evaluated_at
      from shop_valuation where shop_id = ${shop}`,
  );
  return row;
}
