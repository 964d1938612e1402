import { createContext, useContext } from "react";
import type { StaffRights } from "../../exports/staff.ts";

const Rights = createContext<StaffRights>({ mayExport: true, mayConnect: true });

export const StaffRightsProvider = Rights.Provider;

/** What the member of the staff who looks at the page may do. The server decides; this only spares a click. */
export const useStaffRights = (): StaffRights => useContext(Rights);
