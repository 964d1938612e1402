/** What would be right where a number cannot be read. */
export const typedNumbers = {
  "typed.ambiguous":
    "“{text}” can be read in two ways. Type thousands without a point or comma, or fewer decimals.",
  "typed.whole": "Type a whole number of 0 or more, such as {example}.",
  "typed.money": "Type an amount in {currency}, such as {example}.",
  "typed.share": "Type a percentage, such as {example}.",
  "typed.decimal": "Type a number, such as {example}.",
  "typed.days": "Type a number of days of 0 or more, such as {example}.",
} as const;
