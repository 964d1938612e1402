export const typedNumbers = {
  "typed.ambiguous":
    "“{text}” kun je op twee manieren lezen. Typ duizendtallen zonder punt of komma, of minder decimalen.",
  "typed.whole": "Typ een heel getal van 0 of meer, zoals {example}.",
  "typed.money": "Typ een bedrag in {currency}, zoals {example}.",
  "typed.share": "Typ een percentage, zoals {example}.",
  "typed.decimal": "Typ een getal, zoals {example}.",
  "typed.days": "Typ een aantal dagen van 0 of meer, zoals {example}.",
} as const;
