import { createContext, useContext } from "react";

const MinorDigits = createContext(2);

/** Decimals of the shop's currency, for amounts as they are typed. */
export const MinorDigitsProvider = MinorDigits.Provider;
export const useMinorDigits = (): number => useContext(MinorDigits);
