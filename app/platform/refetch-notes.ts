/* Notes beside a row that is marked for refetch (`sync_dirty.last_error`) by which others decide. */

/** Why a row can only be read singly: no file of a bulk operation settles it. */
export const SINGLY = "can only be read singly";
/** Why a row is read again although it is stored as Shopify has it: nothing of what is shown or sent waits for it. */
export const AWAITED = "Shopify will know more of it";
