import type { en } from "../en/index.ts";
import { acquisition } from "./acquisition.ts";
import { addresses } from "./addresses.ts";
import { audit } from "./audit.ts";
import { basis } from "./basis.ts";
import { builder } from "./builder.ts";
import { calculator } from "./calculator.ts";
import { charts } from "./charts.ts";
import { cohorts } from "./cohorts.ts";
import { compare } from "./compare.ts";
import { connecting } from "./connecting.ts";
import { costs } from "./costs.ts";
import { customer } from "./customer.ts";
import { customers } from "./customers.ts";
import { destinations } from "./destinations.ts";
import { experimentTexts } from "./experiment.ts";
import { exportTexts } from "./exports.ts";
import { facts } from "./facts.ts";
import { flow } from "./flow.ts";
import { historyFile } from "./history-file.ts";
import { home } from "./home.ts";
import { keptList } from "./kept-list.ts";
import { landing } from "./landing.ts";
import { login } from "./login.ts";
import { model } from "./model.ts";
import { ownSegments } from "./own-segments.ts";
import { people } from "./people.ts";
import { privacy } from "./privacy.ts";
import { publishing } from "./publishing.ts";
import { ruleWords, subjects } from "./rule-words.ts";
import { segments } from "./segments.ts";
import { settings } from "./settings.ts";
import { shell } from "./shell.ts";
import { spend } from "./spend.ts";
import { staff } from "./staff.ts";
import { states } from "./states.ts";
import { sync } from "./sync.ts";
import { templates } from "./templates.ts";
import { typedNumbers } from "./typed-numbers.ts";
import { whatIf } from "./what-if.ts";
import { why } from "./why.ts";

/** Every text of the interface in Dutch, file by file as in English. The type demands every key. */
export const nl: Readonly<Record<keyof typeof en, string>> = {
  ...shell,
  ...states,
  ...people,
  ...facts,
  ...historyFile,
  ...home,
  ...customers,
  ...costs,
  ...customer,
  ...landing,
  ...login,
  ...acquisition,
  ...addresses,
  ...audit,
  ...basis,
  ...builder,
  ...calculator,
  ...charts,
  ...cohorts,
  ...compare,
  ...connecting,
  ...destinations,
  ...experimentTexts,
  ...exportTexts,
  ...flow,
  ...keptList,
  ...model,
  ...privacy,
  ...publishing,
  ...ruleWords,
  ...subjects,
  ...segments,
  ...ownSegments,
  ...templates,
  ...typedNumbers,
  ...whatIf,
  ...why,
  ...settings,
  ...spend,
  ...staff,
  ...sync,
};
