export const OVERVIEW = "/app/destinations";
export const destinationAddress = (destinationId: string): string => `${OVERVIEW}/${destinationId}`;
export const listAddress = (destinationId: string, listId: string): string =>
  `${destinationAddress(destinationId)}/lists/${listId}`;
